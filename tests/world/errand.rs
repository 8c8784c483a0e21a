//! The administrator's errands before a story begins: people with their rights, and codes for their phones, over the
//! endpoint's own interface. How the desk does the same is a story of its own.

use http_body_util::{BodyExt, Full};
use hyper::body::Bytes;
use hyper::header::{CONTENT_TYPE, COOKIE, SET_COOKIE};
use hyper::{Method, Request};
use hyper_util::client::legacy::Client;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::rt::TokioExecutor;
use serde_json::{Value, json};
use std::net::SocketAddr;

/// The administrator, signed in.
pub struct Administrator {
    endpoint: SocketAddr,
    client: Client<HttpConnector, Full<Bytes>>,
    cookie: String,
}

impl Administrator {
    /// Makes the first account with the link that the endpoint said when it started.
    pub async fn by(endpoint: SocketAddr, said: &[String]) -> Self {
        let link = said.iter().find_map(|line| line.split_once("/setup/"));
        let (_, token) = link.unwrap_or_else(|| panic!("no one-time link: {said:?}"));
        let client = Client::builder(TokioExecutor::new()).build_http();
        let mut administrator = Self { endpoint, client, cookie: String::new() };
        let account = json!({
            "token": token.trim(), "name": "Administration", "user": "administration",
            "password": "caravane oasis argan", "device": "00000000-0000-4000-8000-000000000001",
        });
        administrator.ask(Method::POST, "/setup", account).await;
        administrator
    }

    /// A new person with one grant: a role in all programmes within a territory, the whole region if it is empty.
    pub async fn adds(&mut self, name: &str, role: &str, territory: &str) -> String {
        let grant = json!({ "role": role, "programmes": "all", "territory": territory });
        let added = self.ask(Method::POST, "/team", json!({ "name": name, "grants": [grant] })).await;
        added["id"].as_str().expect("an id").to_owned()
    }

    /// Somebody of the team works elsewhere from now on.
    pub async fn moves(&mut self, name: &str, territory: &str) {
        let person = self.finds(name).await;
        let mut grants = person["grants"]["list"].clone();
        grants[0]["territory"] = json!(territory);
        let path = format!("/team/{}", person["id"].as_str().expect("an id"));
        self.ask(Method::PUT, &path, json!({ "grants": grants })).await;
    }

    /// Somebody of the team.
    async fn finds(&mut self, name: &str) -> Value {
        let team = self.ask(Method::GET, "/team", json!({})).await;
        let people = team["people"].as_array().expect("people");
        people.iter().find(|person| person["name"] == name).expect("somebody of that name").clone()
    }

    /// The code for another device of somebody who is in the team.
    pub async fn invites_again(&mut self, name: &str) -> String {
        let person = self.finds(name).await;
        self.invites(person["id"].as_str().expect("an id")).await
    }

    /// The code with which a person's device gets in, once.
    pub async fn invites(&mut self, person: &str) -> String {
        let invited = self.ask(Method::POST, &format!("/team/{person}/code"), json!({})).await;
        invited["code"].as_str().expect("a code").to_owned()
    }

    async fn ask(&mut self, method: Method, path: &str, body: Value) -> Value {
        let request = Request::builder()
            .method(method)
            .uri(format!("http://{}/api/v1{path}", self.endpoint))
            .header(CONTENT_TYPE, "application/json")
            .header(COOKIE, &self.cookie)
            .header("x-tiwizi", "1")
            .body(Full::from(body.to_string()))
            .expect("a request");
        let response = self.client.request(request).await.expect("an answer");
        let status = response.status();
        if let Some(cookie) = response.headers().get(SET_COOKIE).and_then(|cookie| cookie.to_str().ok()) {
            self.cookie = cookie.split(';').next().unwrap_or_default().to_owned();
        }
        let body = response.into_body().collect().await.expect("the body").to_bytes();
        assert!(status.is_success(), "{path}: {status} {}", String::from_utf8_lossy(&body));
        serde_json::from_slice(&body).unwrap_or_default()
    }
}
