//! A photo or file that answers a question: from this device where it is kept here, else from the office; and where it
//! stands.

use super::{Dialog, Icon, Status, icon};
use crate::browser::{files::Address, page};
use crate::language::{args, language, t};
use crate::office::{self, Refusal};
use crate::records::{KeptFile, Stands, records};
use leptos::prelude::*;
use leptos::task::spawn_local;
use record::{File, Hash};

/// What is known of the office's copy.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Theirs {
    /// It costs something to see, and nobody has asked for it.
    NotAsked,
    Asked,
    There,
    /// The office knows of it, and it has not arrived there.
    OnItsWay,
    /// There is no way to the office.
    NoWay,
    /// The office has nothing of that name, or not for this person.
    Nothing,
}

/// Whether the office's copy is fetched at once, or when somebody asks for it.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Fetch {
    /// At the desk.
    AtOnce,
    /// On phones: it costs money.
    WhenAsked,
}

/// A photo or file.
#[component]
pub fn Attached(file: File, fetch: Fetch) -> impl IntoView {
    let records = records();
    let sha256 = file.sha256;
    let kept = Memo::new(move |_| records.file(sha256));
    let is_here = |kept: &KeptFile| !matches!(kept.stands, Stands::Lost | Stands::Elsewhere);
    let is_kept = Memo::new(move |_| kept.with(|kept| kept.as_deref().is_some_and(is_here)));
    move || {
        let file = file.clone();
        let seen = match is_kept.get() {
            true => view! { <Here file/> }.into_any(),
            false => view! { <There file fetch/> }.into_any(),
        };
        let standing =
            move || kept.get().and_then(|kept| stands(&kept)).map(|stands| view! { <p>{stands}</p> });
        view! { <div class="attached">{seen}{standing}</div> }
    }
}

/// Where a file of a saved record stands.
fn stands(kept: &KeptFile) -> Option<impl IntoView + use<>> {
    let (class, glyph, key) = match kept.stands {
        Stands::Office => (Status::Office.class(), Status::Office.icon(), "status.office"),
        Stands::Refused(_) => (Status::Held.class(), Status::Held.icon(), "file.refused"),
        Stands::Lost => (Status::Held.class(), Status::Held.icon(), "file.lost"),
        Stands::Without => (Status::Draft.class(), Icon::Cross, "file.without"),
        Stands::Here if kept.saved => (Status::Waiting.class(), Status::Waiting.icon(), "file.here"),
        Stands::Here | Stands::Elsewhere => return None,
    };
    Some(view! { <span class=format!("status {class}")>{icon(glyph)}<span>{t(key)}</span></span> })
}

fn is_picture(file: &File) -> bool {
    file.media_type.starts_with("image/")
}

/// What this device keeps: a thumbnail that opens the whole, or the name of a file.
#[component]
fn Here(file: File) -> impl IntoView {
    let records = records();
    let sha256 = file.sha256;
    if !is_picture(&file) {
        let (name, media_type) = (file.name.clone(), file.media_type.clone());
        let save = move |_| {
            let (name, media_type) = (name.clone(), media_type.clone());
            spawn_local(async move {
                match records.bytes(sha256).await {
                    Ok(Some(bytes)) => page::offer(Address::of(&bytes, &media_type).as_str(), &name),
                    _ => page::offer(&address(sha256), &name),
                }
            });
        };
        return view! { <button class="btn quiet" type="button" on:click=save><Named file/></button> }
            .into_any();
    }
    let small = RwSignal::new(None::<String>);
    spawn_local(async move {
        let found = records.thumbnail(sha256).await;
        small.try_set(found);
    });
    view! { <Opens file small/> }.into_any()
}

/// A picture that is touched to see all of it.
#[component]
fn Opens(file: File, small: RwSignal<Option<String>>) -> impl IntoView {
    let open = RwSignal::new(false);
    let title = Signal::derive(t("file.photo"));
    let seen = move || small.get().map(|source| view! { <img src=source alt=""/> });
    view! {
        <button class="picture" type="button" aria-haspopup="dialog" aria-label=t("file.open") on:click=move |_| open.set(true)>{seen}</button>
        <Dialog open title>
            {move || open.get().then(|| view! { <Whole file=file.clone()/> })}
            <button class="btn wide" type="button" on:click=move |_| open.set(false)>{t("app.close")}</button>
        </Dialog>
    }
}

/// All of a picture: from this device, else from the office.
#[component]
fn Whole(file: File) -> impl IntoView {
    let records = records();
    let sha256 = file.sha256;
    let (source, own) = (RwSignal::new(None), StoredValue::new(None::<Address>));
    spawn_local(async move {
        let found = match records.bytes(sha256).await {
            Ok(Some(bytes)) => {
                let own_address = Address::of(&bytes, &file.media_type);
                let found = own_address.as_str().to_owned();
                own.try_update_value(|own| *own = Some(own_address));
                found
            }
            _ => address(sha256),
        };
        source.try_set(Some(found));
    });
    move || source.get().map(|source| view! { <img class="whole" src=source alt=t("file.photo")/> })
}

/// Where the office gives it.
fn address(sha256: Hash) -> String {
    format!("/api/v1/files/{sha256}")
}

/// The office's theirs, or why it cannot be seen now.
#[component]
fn There(file: File, fetch: Fetch) -> impl IntoView {
    let (language, records) = (language(), records());
    let sha256 = file.sha256;
    let theirs = RwSignal::new(if fetch == Fetch::AtOnce { Theirs::Asked } else { Theirs::NotAsked });
    let ask = move || {
        spawn_local(async move {
            let found = match office::has_file(sha256).await {
                Ok(()) => Theirs::There,
                Err(Refusal::NoNetwork | Refusal::TimedOut) => Theirs::NoWay,
                Err(refusal) if refusal.code() == "on_its_way" => Theirs::OnItsWay,
                Err(_) => Theirs::Nothing,
            };
            theirs.try_set(found);
        });
    };
    Effect::new(move || {
        if theirs.get() == Theirs::Asked {
            ask();
        }
    });
    // What was not there may have arrived since.
    let exchanged = Memo::new(move |_| records.standing().and_then(|standing| standing.answered_at));
    Effect::watch(
        move || exchanged.get(),
        move || {
            if matches!(theirs.get_untracked(), Theirs::OnItsWay | Theirs::NoWay) {
                ask();
            }
        },
    );
    let said = move |glyph: Icon, key: &'static str| {
        view! { <p class="hint">{icon(glyph)}" "{language.say(key)}</p> }.into_any()
    };
    move || {
        match theirs.get() {
        Theirs::NotAsked => {
            let size = args().with("size", language.size(file.size));
            let show = move |_| theirs.set(Theirs::Asked);
            view! {
                <button class="btn" type="button" on:click=show>{icon(Icon::Eye)}<span>{language.view("file.show", &size)}</span></button>
            }
            .into_any()
        }
        Theirs::Asked => said(Icon::Clock, "app.loading"),
        Theirs::There if is_picture(&file) => {
            let source = RwSignal::new(Some(address(sha256)));
            view! { <Opens file=file.clone() small=source/> }.into_any()
        }
        Theirs::There => view! {
            <a class="btn quiet" href=address(sha256) download=file.name.clone()><Named file=file.clone()/></a>
        }
        .into_any(),
        Theirs::OnItsWay => said(Icon::Clock, "file.on_its_way"),
        Theirs::NoWay => said(Icon::CloudOff, "file.no_way"),
        Theirs::Nothing => said(Icon::Warning, "file.nothing"),
    }
    }
}

/// What a file that is no picture is called, and how large it is.
#[component]
fn Named(file: File) -> impl IntoView {
    let language = language();
    let size = file.size;
    view! {
        {icon(Icon::Download)}
        <span><bdi dir="auto">{file.name}</bdi>" · "<bdi>{move || language.size(size)}</bdi></span>
    }
}
