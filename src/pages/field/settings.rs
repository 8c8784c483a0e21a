//! Language, size of text, colours, how this device keeps what was saved, and whose it is.

mod memory;

use crate::account::account;
use crate::browser::page;
use crate::language::{Tongue, args, language, t};
use crate::parts::{
    Dialog, ErrorNote, Icon, LanguageList, Note, Phone, SaveToFile, Tone, icon, looks, settling,
};
use crate::syncing::syncing;
use leptos::prelude::*;
use leptos::router::use_navigate;
use leptos::task::spawn_local;
use memory::Memory;

#[component]
pub fn Settings() -> impl IntoView {
    view! {
        <Phone title="settings.title" back="/">
            <h1>{t("settings.title")}</h1>
            <section><h2>{t("lang.title")}</h2><LanguageList/><SecondLanguage/></section>
            <TextSize/>
            <Theme/>
            <Memory/>
            <ThisPhone/>
        </Phone>
    }
}

/// Tamazight is not whole yet: which language stands in for its missing words.
#[component]
fn SecondLanguage() -> impl IntoView {
    let language = language();
    let option = move |tongue: Tongue| {
        view! {
            <label class="option">
                <input type="radio" name="second" prop:checked=move || language.second() == tongue
                    on:change=move |_| language.choose_second(tongue)/>
                <span lang=tongue.code() dir=tongue.direction()>{tongue.own_name()}</span>
            </label>
        }
    };
    view! {
        <Show when=move || language.tongue() == Tongue::Zgh>
            <fieldset class="field">
                <legend>{t("lang.second")}</legend>
                <div class="options">{[Tongue::Ar, Tongue::Fr, Tongue::En].map(option)}</div>
            </fieldset>
        </Show>
    }
}

#[component]
fn TextSize() -> impl IntoView {
    let chosen = RwSignal::new(looks::text_size());
    let choose = move |size: &'static str| {
        looks::choose_text_size(size);
        chosen.set(size);
    };
    let option = move |(size, class, word): (&'static str, &'static str, &'static str)| {
        view! {
            <label class="option">
                <input type="radio" name="text" prop:checked=move || chosen.get() == size
                    on:change=move |_| choose(size)/>
                <span class=class aria-hidden="true">"Aa"</span><span class="only-heard">{t(word)}</span>
            </label>
        }
    };
    let sizes = [
        ("normal", "size-1", "settings.text.normal"),
        ("large", "size-2", "settings.text.large"),
        ("largest", "size-3", "settings.text.largest"),
    ];
    view! {
        <section>
            <h2 id="text-size">{t("settings.text")}</h2>
            <div class="options pair" role="radiogroup" aria-labelledby="text-size">{sizes.map(option)}</div>
        </section>
    }
}

#[component]
fn Theme() -> impl IntoView {
    let chosen = RwSignal::new(looks::theme());
    let choose = move |theme: &'static str| {
        looks::choose_theme(theme);
        chosen.set(theme);
    };
    let option = move |(theme, word): (&'static str, &'static str)| {
        view! {
            <label class="option">
                <input type="radio" name="theme" prop:checked=move || chosen.get() == theme
                    on:change=move |_| choose(theme)/>
                <span>{t(word)}</span>
            </label>
        }
    };
    let themes =
        [("auto", "settings.theme.auto"), ("light", "settings.theme.light"), ("dark", "settings.theme.dark")];
    view! {
        <section>
            <h2 id="theme">{t("settings.theme")}</h2>
            <div class="options" role="radiogroup" aria-labelledby="theme">{themes.map(option)}</div>
        </section>
    }
}

/// Whose phone it is, and signing out: refused while anything is only here.
#[component]
fn ThisPhone() -> impl IntoView {
    let (language, account, syncing, settling) = (language(), account(), syncing(), settling());
    let navigate = use_navigate();
    let asking = RwSignal::new(false);
    let name = move || account.me().map(|me| me.person.name).unwrap_or_default();
    let network = move || account.me().map(|me| me.network.name).unwrap_or_default();
    let unsent = Memo::new(move |_| {
        let receipt = syncing.receipt();
        receipt.saved.saturating_sub(receipt.at_office) as usize
    });
    let refused =
        Signal::derive(move || language.plain("settings.leave.refused", &args().count(unsent.get())));
    let failed = RwSignal::new(None::<&'static str>);
    let leave = move |_| {
        asking.set(false);
        let navigate = navigate.clone();
        spawn_local(async move {
            settling.conclude().await;
            match account.sign_out().await {
                Ok(()) => navigate("/enrol", Default::default()),
                Err(refusal) => failed.set(Some(refusal.key())),
            }
        });
    };
    view! {
        <section>
            <h2>{t("settings.you")}</h2>
            <dl class="facts">
                <div><dt>{t("settings.person")}</dt><dd><bdi>{name}</bdi></dd></div>
                <div><dt>{t("settings.network")}</dt><dd><bdi>{network}</bdi></dd></div>
                <div><dt>{t("settings.version")}</dt><dd><bdi dir="ltr" class="code">{page::version()}</bdi></dd></div>
            </dl>
            <DeviceName/>
            {move || failed.get().map(|key| view! { <ErrorNote key=key/> })}
            <Show when=move || { unsent.get() > 0 } fallback=move || view! {
                <button class="btn danger" type="button" on:click=move |_| asking.set(true)>
                    {icon(Icon::SignOut)}<span>{t("settings.leave")}</span>
                </button>
            }>
                <Note tone=Tone::Warn icon=Icon::Lock title=refused>
                    <div class="acts"><a class="btn" href="/sync">{t("tab.send")}</a></div>
                    <div class="way-out"><SaveToFile/></div>
                </Note>
            </Show>
            <Dialog open=asking title=Signal::derive(t("settings.leave.title"))>
                <p>{t("settings.leave.hint")}</p>
                <div class="acts">
                    <button class="btn danger" type="button" on:click=leave>{t("settings.leave")}</button>
                    <button class="btn" type="button" on:click=move |_| asking.set(false)>{t("app.cancel")}</button>
                </div>
            </Dialog>
        </section>
    }
}

/// What the person calls this phone: by that name the office finds it in its list.
#[component]
fn DeviceName() -> impl IntoView {
    let (account, syncing) = (account(), syncing());
    let kept = RwSignal::new(false);
    let call = move |event| {
        account.call_device(&event_target_value(&event));
        syncing.tell_of_this_device();
        kept.set(true);
    };
    view! {
        <div class="field">
            <label for="device">{t("settings.device")}</label>
            <p class="hint" id="device-hint">{t("settings.device.hint")}</p>
            <input id="device" type="text" maxlength="80" dir="auto" autocomplete="off" aria-describedby="device-hint"
                prop:value=account.device_name() on:input=move |_| kept.set(false) on:change=call/>
            <div role="status">
                <Show when=move || kept.get()><p class="kept">{icon(Icon::Check)}<span>{t("settings.device.kept")}</span></p></Show>
            </div>
        </div>
    }
}
