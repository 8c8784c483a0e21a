//! Over a real port: what is slow, what is many, and the end.

use crate::world::*;
use endpoint::{Limits, serve};
use std::net::SocketAddr;
use std::time::{Duration, Instant};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::oneshot;
use tokio::task::JoinHandle;

const LIMITS: Limits =
    Limits { connections: 4, head: Duration::from_millis(300), stopping: Duration::from_secs(5) };

struct Served {
    address: SocketAddr,
    stop: oneshot::Sender<()>,
    over: JoinHandle<()>,
}

async fn served(world: &World) -> Served {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let (stop, stopped) = oneshot::channel();
    let router = world.router.clone();
    let over = tokio::spawn(serve(listener, router, LIMITS, async {
        let _ = stopped.await;
    }));
    Served { address, stop, over }
}

async fn say(address: SocketAddr, text: &str) -> TcpStream {
    let mut stream = TcpStream::connect(address).await.unwrap();
    stream.write_all(text.as_bytes()).await.unwrap();
    stream
}

async fn hear(mut stream: TcpStream) -> String {
    let mut said = Vec::new();
    let _ = stream.read_to_end(&mut said).await;
    String::from_utf8_lossy(&said).into_owned()
}

const HEALTH: &str = "GET /api/v1/health HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n";

#[tokio::test]
async fn a_head_that_does_not_arrive_and_an_idle_connection_are_ended() {
    let world = World::new().await;
    let served = served(&world).await;
    let began = Instant::now();
    let silent = say(served.address, "").await;
    let slow = say(served.address, "GET /api/v1/health HTTP/1.1\r\nhost").await;
    let idle = say(served.address, "GET /api/v1/health HTTP/1.1\r\nhost: x\r\n\r\n").await;
    let (silent, slow, idle) = tokio::join!(hear(silent), hear(slow), hear(idle));
    assert!(began.elapsed() < Duration::from_secs(5));
    assert!(silent.is_empty() && !slow.contains("200 OK"), "{silent} {slow}");
    assert!(idle.starts_with("HTTP/1.1 200 OK") && idle.ends_with(r#"{"ok":true}"#), "{idle}");
}

#[tokio::test]
async fn those_beyond_the_last_place_wait_for_one() {
    let world = World::new().await;
    let served = served(&world).await;
    let mut idle = Vec::new();
    for _ in 0..40 {
        idle.push(say(served.address, "").await);
    }
    let last = say(served.address, HEALTH).await;
    assert!(hear(last).await.starts_with("HTTP/1.1 200 OK"));
}

#[tokio::test]
async fn what_is_under_way_when_the_endpoint_stops_is_answered() {
    let world = World::new().await;
    let served = served(&world).await;
    let body = r#"{"code":"00000-00000","device":"018f0000-0000-4000-8000-000000000000"}"#;
    let head = format!(
        "POST /api/v1/enrol HTTP/1.1\r\nhost: x\r\nx-tiwizi: 1\r\ncontent-type: application/json\r\ncontent-length: {}\r\n\r\n",
        body.len()
    );
    let mut under_way = say(served.address, &head).await;
    under_way.write_all(&body.as_bytes()[..10]).await.unwrap();
    // Answered only when the endpoint has come round to it: the other is under way by then.
    hear(say(served.address, HEALTH).await).await;
    served.stop.send(()).unwrap();
    under_way.write_all(&body.as_bytes()[10..]).await.unwrap();
    let answer = hear(under_way).await;
    assert!(
        answer.starts_with("HTTP/1.1 404") && answer.ends_with(r#"{"error":"code_unknown"}"#),
        "{answer}"
    );
    served.over.await.unwrap();
    assert!(TcpStream::connect(served.address).await.is_err());
}
