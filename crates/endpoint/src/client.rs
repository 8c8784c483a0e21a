//! The client's files. All of them are read when the endpoint starts and found by their exact address, so that no
//! address reaches anything else; the policy of the page is made from what the page holds.

use crate::{Endpoint, refusal::Refusal};
use axum::extract::State;
use axum::http::header::{
    ACCEPT_ENCODING, CACHE_CONTROL, CONTENT_ENCODING, CONTENT_TYPE, ETAG, IF_NONE_MATCH, VARY,
};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, Uri};
use axum::response::{IntoResponse, Response};
use base64::prelude::{BASE64_STANDARD, Engine};
use bytes::Bytes;
use sha2::{Digest, Sha256};
use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::{fs, io};

#[cfg(feature = "embed")]
static EMBEDDED: include_dir::Dir = include_dir::include_dir!("$CARGO_MANIFEST_DIR/../../dist");

const PAGE: &str = "/index.html";
const DESK: &str = "/desk.html";

/// The built client.
pub struct Client {
    files: HashMap<String, File>,
    policy: HeaderValue,
}

struct File {
    tag: String,
    kind: &'static str,
    caching: &'static str,
    plain: Bytes,
    gzip: Option<Bytes>,
    brotli: Option<Bytes>,
}

/// Why the client's files cannot be served.
#[derive(Debug, thiserror::Error)]
pub enum ClientError {
    /// A file cannot be read.
    #[error("{path}: {error}")]
    File { path: PathBuf, error: io::Error },
    /// The folder holds no page.
    #[error("{0}: no index.html there; build the client first")]
    NoPage(PathBuf),
}

impl Client {
    /// Reads the client from a folder, or from inside the binary. Without either there is none, and only the
    /// interface is served.
    pub fn load(folder: Option<&Path>) -> Result<Self, ClientError> {
        let mut raw = HashMap::new();
        match folder {
            Some(folder) => {
                read(&mut raw, folder, folder)?;
                if !raw.contains_key(PAGE) {
                    return Err(ClientError::NoPage(folder.to_owned()));
                }
            }
            None => embedded(&mut raw),
        }
        let pages: Vec<u8> =
            [PAGE, DESK].iter().filter_map(|page| raw.get(*page)).flatten().copied().collect();
        let policy = policy(&String::from_utf8_lossy(&pages));
        let is_copy = |address: &str| address.ends_with(".br") || address.ends_with(".gz");
        let files = raw
            .iter()
            .filter(|(address, _)| !is_copy(address))
            .map(|(address, plain)| {
                let copy = |ending| raw.get(&format!("{address}.{ending}")).cloned();
                (address.clone(), File::new(address, plain.clone(), copy("gz"), copy("br")))
            })
            .collect();
        Ok(Self { files, policy })
    }

    /// The page's content security policy.
    pub fn policy(&self) -> HeaderValue {
        self.policy.clone()
    }
}

impl File {
    fn new(address: &str, plain: Bytes, gzip: Option<Bytes>, brotli: Option<Bytes>) -> Self {
        let digest = sync::Hash::of(&plain).to_string();
        let caching =
            if is_named_by_content(address) { "public, max-age=31536000, immutable" } else { "no-cache" };
        Self { tag: format!("\"{}\"", &digest[..32]), kind: kind(address), caching, plain, gzip, brotli }
    }

    fn answer(&self, headers: &HeaderMap) -> Response {
        let said =
            |name| headers.get(name).and_then(|value: &HeaderValue| value.to_str().ok()).unwrap_or_default();
        let mut response = if said(IF_NONE_MATCH).split(',').any(|known| known.trim() == self.tag) {
            StatusCode::NOT_MODIFIED.into_response()
        } else {
            let (encoding, bytes) = self.packed_for(said(ACCEPT_ENCODING));
            let mut response = ([(CONTENT_TYPE, self.kind)], bytes).into_response();
            if let Some(encoding) = encoding {
                response.headers_mut().insert(CONTENT_ENCODING, HeaderValue::from_static(encoding));
            }
            response
        };
        let headers = response.headers_mut();
        headers.insert(CACHE_CONTROL, HeaderValue::from_static(self.caching));
        headers.insert(VARY, HeaderValue::from_static("accept-encoding"));
        if let Ok(tag) = self.tag.parse() {
            headers.insert(ETAG, tag);
        }
        response
    }

    fn packed_for(&self, accepted: &str) -> (Option<&'static str>, Bytes) {
        let accepts = |encoding| {
            accepted.split(',').any(|one| {
                let (name, quality) = one.split_once(';').unwrap_or((one, ""));
                name.trim() == encoding && quality.trim() != "q=0"
            })
        };
        match (&self.brotli, &self.gzip) {
            (Some(bytes), _) if accepts("br") => (Some("br"), bytes.clone()),
            (_, Some(bytes)) if accepts("gzip") => (Some("gzip"), bytes.clone()),
            _ => (None, self.plain.clone()),
        }
    }
}

/// A file of the client, or a page: every address of the client's own is one of its two pages.
pub async fn file(
    State(endpoint): State<Arc<Endpoint>>,
    method: Method,
    uri: Uri,
    headers: HeaderMap,
) -> Result<Response, Refusal> {
    if !matches!(method, Method::GET | Method::HEAD) {
        return Err(Refusal::MethodNotAllowed);
    }
    let files = &endpoint.client.files;
    // A file that is gone after an update must not come back as a page: only addresses without an ending are screens.
    let is_screen = !uri.path().rsplit('/').next().unwrap_or_default().contains('.');
    let screen = || [page(uri.path()), PAGE].into_iter().find_map(|page| files.get(page));
    let file = files.get(uri.path()).or_else(|| screen().filter(|_| is_screen));
    file.map(|file| file.answer(&headers)).ok_or(Refusal::NotFound)
}

/// The page that brings a screen: the desk is a part of the client that phones do not download.
fn page(path: &str) -> &'static str {
    let first = path.split('/').nth(1).unwrap_or_default();
    if matches!(first, "desk" | "sign-in" | "setup") { DESK } else { PAGE }
}

fn read(raw: &mut HashMap<String, Bytes>, root: &Path, folder: &Path) -> Result<(), ClientError> {
    let failed = |path: &Path| {
        let path = path.to_owned();
        move |error| ClientError::File { path, error }
    };
    for entry in fs::read_dir(folder).map_err(failed(folder))? {
        let path = entry.map_err(failed(folder))?.path();
        if path.is_dir() {
            read(raw, root, &path)?;
        } else if let Some(name) = path.strip_prefix(root).ok().and_then(Path::to_str) {
            let bytes = fs::read(&path).map_err(failed(&path))?;
            raw.insert(format!("/{}", name.replace('\\', "/")), bytes.into());
        }
    }
    Ok(())
}

#[cfg(feature = "embed")]
fn embedded(raw: &mut HashMap<String, Bytes>) {
    fn all(raw: &mut HashMap<String, Bytes>, folder: &'static include_dir::Dir) {
        for file in folder.files() {
            let name = file.path().to_string_lossy().replace('\\', "/");
            raw.insert(format!("/{name}"), Bytes::from_static(file.contents()));
        }
        folder.dirs().for_each(|folder| all(raw, folder));
    }
    all(raw, &EMBEDDED);
}

#[cfg(not(feature = "embed"))]
fn embedded(_raw: &mut HashMap<String, Bytes>) {}

/// Whether an address holds the hash of its content, as the build names them: `name-<16 hexadecimal digits>.ext`.
fn is_named_by_content(address: &str) -> bool {
    let name = address.rsplit('/').next().unwrap_or_default();
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    stem.rsplit_once('-')
        .is_some_and(|(_, hash)| hash.len() == 16 && hash.bytes().all(|b| b.is_ascii_hexdigit()))
}

/// The media type of a file, by its ending. What is not named here is never shown, only kept.
fn kind(address: &str) -> &'static str {
    match address.rsplit_once('.').map_or("", |(_, ending)| ending) {
        "html" => "text/html; charset=utf-8",
        "js" | "mjs" => "text/javascript; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "wasm" => "application/wasm",
        "json" => "application/json",
        "webmanifest" => "application/manifest+json",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "ico" => "image/x-icon",
        "woff2" => "font/woff2",
        "txt" => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    }
}

/// The policy of a page: scripts from here, and the inline ones that this very page has, each by its hash; nothing
/// inline else, nothing from elsewhere.
fn policy(page: &str) -> HeaderValue {
    let hashes: String = inline_scripts(page)
        .map(|script| format!(" 'sha256-{}'", BASE64_STANDARD.encode(Sha256::digest(script.as_bytes()))))
        .collect();
    let policy = format!(
        "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'{hashes}; style-src 'self'; \
         img-src 'self' blob: data:; connect-src 'self'; object-src 'none'; frame-ancestors 'none'; \
         base-uri 'none'; form-action 'self'"
    );
    HeaderValue::try_from(policy).unwrap_or(HeaderValue::from_static("default-src 'none'"))
}

fn inline_scripts(page: &str) -> impl Iterator<Item = &str> {
    page.split("<script").skip(1).filter_map(|rest| {
        let (attributes, rest) = rest.split_once('>')?;
        let (script, _) = rest.split_once("</script>")?;
        (!attributes.contains("src=") && !script.is_empty()).then_some(script)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_policy_names_each_inline_script_by_its_hash() {
        // The hash of `alert(1)`, from an independent implementation (openssl dgst -sha256 -binary | base64).
        let page = "<script src=\"/a.js\"></script><script type=\"module\">alert(1)</script>";
        let policy = policy(page);
        let policy = policy.to_str().unwrap();
        assert!(
            policy.contains("'wasm-unsafe-eval' 'sha256-bhHHL3z2vDgxUt0W3dWQOrprscmda2Y5pLsLg4GF+pI=';"),
            "{policy}"
        );
        assert!(!policy.contains("unsafe-inline"));
    }

    #[test]
    fn the_desk_has_a_page_of_its_own() {
        for path in ["/desk", "/desk/record/7", "/sign-in", "/setup/token"] {
            assert_eq!(page(path), DESK, "{path}");
        }
        for path in ["/", "/people/7", "/enrol", "/deskbound", "/form/desk/new"] {
            assert_eq!(page(path), PAGE, "{path}");
        }
    }

    #[test]
    fn only_what_is_named_by_its_content_is_kept_for_ever() {
        for (address, for_ever) in [
            ("/client-0123456789abcdef.js", true),
            ("/client-0123456789abcdef.wasm", true),
            ("/index.html", false),
            ("/sw.js", false),
            ("/icons/tiwizi-192.png", false),
            ("/name-0123456789abcdeg.js", false),
        ] {
            assert_eq!(is_named_by_content(address), for_ever, "{address}");
        }
    }
}
