//! Parts of a page that never change, written out by `view!` as they are.

use crate::page;
use crate::part::{IntoView, View};
use std::borrow::Cow;
use wasm_bindgen::JsCast;
use web_sys::{HtmlTemplateElement, Node};

/// HTML from the program's own source.
pub struct InertElement(Cow<'static, str>);

impl InertElement {
    /// From the words of the source.
    pub fn new(html: impl Into<Cow<'static, str>>) -> Self {
        Self(html.into())
    }
}

impl IntoView for InertElement {
    fn into_view(self) -> View {
        let template: HtmlTemplateElement = page::element("template").unchecked_into();
        template.set_inner_html(&self.0);
        Node::from(template.content()).first_child().map(View::from).into_view()
    }
}
