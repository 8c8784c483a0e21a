//! A newer version of the client: the files of the one that was built, with one text changed, named and listed as the
//! build does it.

use sha2::{Digest, Sha256};
use std::fs;
use std::path::{Path, PathBuf};

/// The files of a client in a folder.
pub struct Version {
    folder: PathBuf,
}

impl Version {
    /// A copy of a client, in a folder that is not there yet.
    pub fn copied(from: &Path, to: &Path) -> Self {
        copy(from, to);
        Self { folder: to.to_owned() }
    }

    /// Where its files are.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// Changes words of one file; the version is another from now on.
    pub fn says(&self, file: &str, old: &str, new: &str) {
        let path = self.folder.join(file);
        let text = fs::read_to_string(&path).expect("the file");
        assert!(text.contains(old), "{file} says “{old}”");
        fs::write(&path, text.replace(old, new)).expect("written");
        for copy in ["br", "gz"] {
            let _ = fs::remove_file(self.folder.join(format!("{file}.{copy}")));
        }
        self.renews(file);
    }

    /// Another version, and the list of the service worker as the files are now.
    fn renews(&self, changed: &str) {
        let worker = self.read("sw.js");
        let version = worker.split_once("const VERSION = \"").and_then(|(_, rest)| rest.split_once('"'));
        let (version, _) = version.expect("the version");
        let next = digest(version.as_bytes())[..16].to_owned();
        for page in ["index.html", "desk.html"] {
            let page_now = self.read(page).replace(version, &next);
            fs::write(self.folder.join(page), page_now).expect("written");
        }
        let mut worker = worker.replace(version, &next);
        for (address, file) in
            [("/", "index.html"), ("/desk.html", "desk.html"), (&format!("/{changed}"), changed)]
        {
            let line = |digest: &str| format!("\"{address}\": \"{digest}\"");
            let known = worker.split_once(&format!("\"{address}\": \"")).expect("a line of the list").1;
            let known = known.split_once('"').expect("a digest").0.to_owned();
            let bytes = fs::read(self.folder.join(file)).expect("the file");
            worker = worker.replace(&line(&known), &line(&digest(&bytes)));
        }
        fs::write(self.folder.join("sw.js"), worker).expect("written");
    }

    fn read(&self, file: &str) -> String {
        fs::read_to_string(self.folder.join(file)).expect("a file of the client")
    }
}

fn digest(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("a folder");
    for entry in fs::read_dir(from).expect("the client") {
        let path = entry.expect("an entry").path();
        let name = path.file_name().expect("a name");
        if path.is_dir() {
            copy(&path, &to.join(name));
        } else {
            fs::copy(&path, to.join(name)).expect("copied");
        }
    }
}
