//! What is done to dist/ after Trunk: names that say what a file holds, and the service worker with its list.
//!
//! - The styles become one file, in the order of the page: one request, and one dictionary to compress with.
//! - Scripts, styles, the face of Tifinagh and the client itself are renamed `name-<16 hexadecimal digits>.ext`, the beginning of their SHA-256:
//!   such an address never changes its content and may be cached for ever. All other addresses are asked for again.
//! - The desk gets a page of its own, with its part of the client in place of the phones'.
//! - Pictures for a home screen are not kept: the browser fetches the one it wants, once, when the app is installed. Nor
//!   are licences.
//! - The version is the SHA-256 of all files together, so `sw.js` changes when anything does.

use std::{
    collections::BTreeMap,
    fmt::Write,
    fs,
    path::{Path, PathBuf},
};

use anyhow::{Context, Result, ensure};
use sha2::{Digest, Sha256};

use crate::{face, project::Project};

/// Addresses with the SHA-256 of what they hold.
type Files = BTreeMap<String, String>;

const WORKER: &str = "sw.js";
pub const STYLE: &str = "style.css";
/// The page of the desk: that of the phones with the other part of the client.
const DESK: &str = "desk.html";

pub fn finish(project: &Project) -> Result<()> {
    let dist = project.dist();
    let worker = fs::read_to_string(project.root().join("src/worker/sw.js")).context("src/worker/sw.js")?;
    let index = dist.join("index.html");
    let page = fs::read_to_string(&index).context("index.html")?;
    let page = join_styles(&dist, &page)?;
    face::name_by_content(&dist)?;
    let desk = page.replace("/client", "/desk");
    let [page, desk] = name_by_content(&dist, [page, desk])?;
    fs::write(&index, &page)?;
    fs::write(dist.join(DESK), &desk)?;
    let version = version(&files(&dist)?, &worker);
    fs::write(&index, with_version(&page, &version)?)?;
    fs::write(dist.join(DESK), with_version(&desk, &version)?)?;
    let worker = with_list(&worker, &version, &files(&dist)?)?;
    fs::write(dist.join(WORKER), worker)?;
    Ok(())
}

/// Every file below a folder, compressed copies aside.
pub fn files_below(folder: &Path) -> Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).with_context(|| folder.display().to_string())? {
        let path = entry?.path();
        if path.is_dir() {
            found.append(&mut files_below(&path)?);
        } else if !extension_is(&path, &["br", "gz"]) {
            found.push(path);
        }
    }
    found.sort();
    Ok(found)
}

fn join_styles(dist: &Path, page: &str) -> Result<String> {
    let (page, names) = with_one_style(page);
    let mut joined = String::new();
    for name in names {
        let path = dist.join(&name);
        joined.push_str(&fs::read_to_string(&path).with_context(|| name.clone())?);
        fs::remove_file(path)?;
    }
    fs::write(dist.join(STYLE), joined)?;
    Ok(page)
}

/// The page with one stylesheet in place of its first, and the names of all it had, in order.
fn with_one_style(page: &str) -> (String, Vec<String>) {
    const OPENING: &str = "<link rel=\"stylesheet\" href=\"/";
    let mut parts = page.split(OPENING);
    let mut one = parts.next().unwrap_or_default().to_owned();
    let mut names = Vec::new();
    for part in parts {
        let (name, rest) = part.split_once('"').unwrap_or((part, ""));
        let (attributes, rest) = rest.split_once('>').unwrap_or(("", rest));
        if names.is_empty() {
            one.push_str(&format!("{OPENING}{STYLE}\"{attributes}>"));
        }
        names.push(name.to_owned());
        one.push_str(if names.len() > 1 { rest.trim_start() } else { rest });
    }
    (one, names)
}

/// Renames what the pages name, and answers the pages with the new names.
fn name_by_content(dist: &Path, mut pages: [String; 2]) -> Result<[String; 2]> {
    // Listed before the first is renamed: a folder read while it changes may show a file twice.
    for entry in fs::read_dir(dist)?.collect::<Result<Vec<_>, _>>()? {
        let path = entry.path();
        if path.is_file() && extension_is(&path, &["css", "js", "wasm"]) && !path.ends_with(WORKER) {
            let name = path.file_name().and_then(|name| name.to_str()).context("a name in UTF-8")?;
            let named = name_with_hash(name, &sha256(&fs::read(&path)?));
            pages = pages.map(|page| rename_in_page(&page, name, &named));
            fs::rename(&path, dist.join(&named))?;
        }
    }
    Ok(pages)
}

pub fn name_with_hash(name: &str, sha256: &str) -> String {
    let (stem, extension) = name.rsplit_once('.').unwrap_or((name, ""));
    format!("{stem}-{}.{extension}", &sha256[..16])
}

fn rename_in_page(page: &str, name: &str, named: &str) -> String {
    ["\"", "'"].iter().fold(page.to_owned(), |page, quote| {
        page.replace(&format!("{quote}/{name}{quote}"), &format!("{quote}/{named}{quote}"))
    })
}

/// Whether a file below dist/ is fetched only when the app is installed on a home screen.
pub fn is_for_installing(path: &Path) -> bool {
    extension_is(path, &["png"])
}

/// What the service worker keeps, always or once it is wanted: everything but itself, what is for installing, and licences.
fn files(dist: &Path) -> Result<Files> {
    let mut files = Files::new();
    let is_kept = |path: &PathBuf| !is_for_installing(path) && !face::is_licence(path);
    for path in files_below(dist)?.into_iter().filter(is_kept) {
        let below = path.strip_prefix(dist)?.to_str().context("a path in UTF-8")?.replace('\\', "/");
        let address = match below.as_str() {
            WORKER => continue,
            "index.html" => "/".to_owned(),
            other => format!("/{other}"),
        };
        files.insert(address, sha256(&fs::read(&path)?));
    }
    Ok(files)
}

fn version(files: &Files, worker: &str) -> String {
    let list = files.iter().map(|(address, sha256)| format!("{sha256} {address}\n")).collect::<String>();
    sha256(format!("{list}{worker}").as_bytes())[..16].to_owned()
}

fn with_version(page: &str, version: &str) -> Result<String> {
    replace_once(page, "content=\"development\"", &format!("content=\"{version}\""))
}

fn with_list(worker: &str, version: &str, files: &Files) -> Result<String> {
    let list = files.iter().fold(String::new(), |mut list, (address, sha256)| {
        let _ = writeln!(list, "  {address:?}: {sha256:?},");
        list
    });
    let worker =
        replace_once(worker, "const VERSION = \"development\";", &format!("const VERSION = {version:?};"))?;
    replace_once(&worker, "const FILES = {};", &format!("const FILES = {{\n{list}}};"))
}

fn replace_once(text: &str, old: &str, new: &str) -> Result<String> {
    ensure!(text.matches(old).count() == 1, "`{old}` is expected exactly once");
    Ok(text.replacen(old, new, 1))
}

pub fn sha256(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().fold(String::new(), |mut digits, byte| {
        let _ = write!(digits, "{byte:02x}");
        digits
    })
}

fn extension_is(path: &Path, extensions: &[&str]) -> bool {
    path.extension().and_then(|extension| extension.to_str()).is_some_and(|own| extensions.contains(&own))
}

#[cfg(test)]
mod tests {
    use super::*;

    const WORKER_SOURCE: &str = include_str!("../../src/worker/sw.js");
    const PAGE_SOURCE: &str = include_str!("../../index.html");

    fn two_files() -> Files {
        [("/", "aa"), ("/client-1.js", "bb")].map(|(address, sha256)| (address.into(), sha256.into())).into()
    }

    #[test]
    fn a_name_says_what_the_file_holds() {
        let digest = sha256(b"abc");
        assert!(digest.starts_with("ba7816bf8f01cfea") && digest.len() == 64);
        assert_eq!(name_with_hash("client_bg.wasm", &digest), "client_bg-ba7816bf8f01cfea.wasm");
    }

    #[test]
    fn the_page_has_one_style_where_the_first_was() {
        let page =
            r#"<title/><link rel="stylesheet" href="/b.css"/> <link rel="stylesheet" href="/a.css"/> <p>"#;
        let (page, names) = with_one_style(page);
        assert_eq!(page, r#"<title/><link rel="stylesheet" href="/style.css"/> <p>"#);
        assert_eq!(names, ["b.css", "a.css"]);
    }

    #[test]
    fn the_page_follows_a_new_name_and_no_other() {
        let page = r#"<link href="/client.js"><script>import '/client.js'; import '/client.json'</script>"#;
        let renamed =
            r#"<link href="/client-1.js"><script>import '/client-1.js'; import '/client.json'</script>"#;
        assert_eq!(rename_in_page(page, "client.js", "client-1.js"), renamed);
    }

    #[test]
    fn the_version_changes_with_any_file_and_with_the_worker() {
        let files = two_files();
        let mut other = files.clone();
        other.insert("/client-1.js".into(), "cc".into());
        assert_eq!(version(&files, "worker"), version(&files, "worker"));
        assert_ne!(version(&files, "worker"), version(&other, "worker"));
        assert_ne!(version(&files, "worker"), version(&files, "another"));
    }

    #[test]
    fn the_worker_gets_its_version_and_its_list() {
        let worker = with_list(WORKER_SOURCE, "v1", &two_files()).unwrap();
        assert!(worker.contains("const VERSION = \"v1\";"));
        assert!(worker.contains("const FILES = {\n  \"/\": \"aa\",\n  \"/client-1.js\": \"bb\",\n};"));
        assert!(
            with_list(&worker, "v2", &two_files()).is_err(),
            "the lines are there once, before the build"
        );
    }

    #[test]
    fn the_page_says_its_version() {
        assert!(with_version(PAGE_SOURCE, "v1").unwrap().contains(r#"<meta name="version" content="v1">"#));
    }
}
