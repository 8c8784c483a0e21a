//! The browser's document. A client without one does not run at all, so its absence is not spoken of again.

use web_sys::{Comment, Document, DocumentFragment, Element, Node, Text, Window};

/// The window of the page.
#[expect(clippy::expect_used, reason = "the client runs in pages only")]
pub fn window() -> Window {
    web_sys::window().expect("a page")
}

#[expect(clippy::expect_used, reason = "the client runs in pages only")]
pub fn document() -> Document {
    window().document().expect("a page")
}

#[expect(clippy::expect_used, reason = "the names are written in the program")]
pub fn element(tag: &str) -> Element {
    document().create_element(tag).expect("a name of an element")
}

#[expect(clippy::expect_used, reason = "the names are written in the program")]
pub fn drawing(tag: &str) -> Element {
    document().create_element_ns(Some("http://www.w3.org/2000/svg"), tag).expect("a name of an element")
}

pub fn text(words: &str) -> Text {
    document().create_text_node(words)
}

/// Marks a place; it has no words.
pub fn marker() -> Comment {
    document().create_comment("")
}

pub fn fragment() -> DocumentFragment {
    document().create_document_fragment()
}

/// Puts a node before another, or last.
pub fn put(parent: &Node, node: &Node, before: Option<&Node>) {
    let _ = parent.insert_before(node, before);
}

/// Takes a node out of where it is.
pub fn take_out(node: &Node) {
    if let Some(parent) = node.parent_node() {
        let _ = parent.remove_child(node);
    }
}
