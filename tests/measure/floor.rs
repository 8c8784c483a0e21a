//! A server that does nothing: it swallows what it is sent, and answers one body. Nothing that does more is faster.

use crate::world::courier::packed;
use http_body_util::{BodyExt, Full};
use hyper::body::{Bytes, Incoming};
use hyper::header::{CONTENT_ENCODING, CONTENT_TYPE};
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper::{Method, Request, Response};
use hyper_util::client::legacy::Client;
use hyper_util::rt::{TokioExecutor, TokioIo};
use std::convert::Infallible;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::{Arc, Mutex};
use std::time::Instant;
use tokio::net::TcpListener;

/// The server.
pub struct Floor {
    address: SocketAddr,
    body: Arc<Mutex<Bytes>>,
}

impl Floor {
    pub async fn opens() -> Self {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.expect("a port");
        let address = listener.local_addr().expect("its port");
        let body = Arc::<Mutex<Bytes>>::default();
        tokio::spawn(serve(listener, body.clone()));
        Self { address, body }
    }

    /// Where a browser finds an empty page, and under `/same` the body.
    pub fn origin(&self) -> String {
        format!("http://{}", self.address)
    }

    /// Answers this JSON from now on, packed; how many bytes it is then.
    pub fn holds(&self, json: &[u8]) -> usize {
        let packed = packed(json);
        let bytes = packed.len();
        *self.body.lock().unwrap() = packed.into();
        bytes
    }

    /// Milliseconds that it takes to pack and send this JSON in one piece, and packed bytes.
    pub async fn swallows(&self, json: &[u8]) -> (f64, usize) {
        let client = Client::builder(TokioExecutor::new()).build_http::<Full<Bytes>>();
        let began = Instant::now();
        let packed = packed(json);
        let bytes = packed.len();
        let request = Request::post(self.origin()).body(Full::from(packed)).expect("a request");
        let response = client.request(request).await.expect("an answer");
        response.into_body().collect().await.expect("the body");
        (began.elapsed().as_secs_f64() * 1000.0, bytes)
    }
}

async fn serve(listener: TcpListener, body: Arc<Mutex<Bytes>>) {
    while let Ok((stream, _)) = listener.accept().await {
        let body = body.clone();
        let service = service_fn(move |request| answer(request, body.clone()));
        // Whoever asks may end the connection at any time.
        tokio::spawn(async move {
            let _ = http1::Builder::new().serve_connection(TokioIo::new(stream), service).await;
        });
    }
}

async fn answer(
    request: Request<Incoming>,
    body: Arc<Mutex<Bytes>>,
) -> Result<Response<Full<Bytes>>, Infallible> {
    let asks = (request.method().clone(), request.uri().path().to_owned());
    let _ = request.into_body().collect().await;
    let response = match (asks.0, asks.1.as_str()) {
        (Method::GET, "/same") => Response::builder()
            .header(CONTENT_TYPE, "application/json")
            .header(CONTENT_ENCODING, "gzip")
            .body(Full::new(body.lock().unwrap().clone())),
        _ => Response::builder().header(CONTENT_TYPE, "text/html").body(Full::from("<!doctype html>")),
    };
    Ok(response.expect("a response"))
}
