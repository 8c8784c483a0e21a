//! The icons: 24 × 24, one stroke of 2. Always beside their word, so they are hidden from screen readers.

use leptos::prelude::*;

/// An icon by what it stands for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Icon {
    Home,
    People,
    Person,
    PersonPlus,
    Records,
    Sync,
    Checklist,
    Back,
    Next,
    Chevron,
    Search,
    Plus,
    Check,
    Cross,
    Warning,
    Info,
    Clock,
    CloudOff,
    CloudCheck,
    ArrowUp,
    Language,
    Settings,
    Phone,
    Device,
    Calendar,
    Pencil,
    Trash,
    Undo,
    Eye,
    Lock,
    Print,
    Chart,
    Table,
    Qr,
    Flag,
    Speaker,
    Split,
    Download,
    SignOut,
    Half,
    Camera,
    Target,
    Building,
    Bag,
    Seed,
    Visit,
    Steps,
    Link,
}

impl Icon {
    /// Whether it turns round where one reads from right to left.
    fn turns(self) -> bool {
        matches!(self, Self::Back | Self::Next | Self::Chevron | Self::SignOut)
    }

    fn path(self) -> &'static str {
        match self {
            Self::Home => "M4 11l8-7 8 7v9h-6v-6h-4v6H4z",
            Self::People => {
                "M9 11a3 3 0 1 0 0-6 3 3 0 0 0 0 6zM3 19c0-3 3-5 6-5s6 2 6 5M16 5.2a3 3 0 0 1 0 5.6M17.5 14.3c2.2.6 3.5 2.4 3.5 4.7"
            }
            Self::Person => "M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8zM4 21c0-4 4-6 8-6s8 2 8 6",
            Self::PersonPlus => {
                "M10 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8zM3 21c0-4 3-6 7-6 1.6 0 3 .3 4.2 1M18 14v6M15 17h6"
            }
            Self::Records => "M8 6h12M8 12h12M8 18h12M4 6h.01M4 12h.01M4 18h.01",
            Self::Sync => "M20 11a8 8 0 0 0-14-4L4 9M4 4v5h5M4 13a8 8 0 0 0 14 4l2-2M20 20v-5h-5",
            Self::Checklist => "M10 6h10M10 12h10M10 18h10M4 6l1 1 2-2M4 12l1 1 2-2M4 18l1 1 2-2",
            Self::Back => "M19 12H5M11 6l-6 6 6 6",
            Self::Next => "M5 12h14M13 6l6 6-6 6",
            Self::Chevron => "M9 5l7 7-7 7",
            Self::Search => "M11 18a7 7 0 1 0 0-14 7 7 0 0 0 0 14zM16 16l5 5",
            Self::Plus => "M12 5v14M5 12h14",
            Self::Check => "M4 12.5l5.5 5.5L20 7",
            Self::Cross => "M6 6l12 12M18 6L6 18",
            Self::Warning => "M12 4L2.5 20h19zM12 10v4M12 17h.01",
            Self::Info => "M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18zM12 11v5M12 8h.01",
            Self::Clock => "M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18zM12 7v5l3 2",
            Self::CloudOff => {
                "M4 4l16 16M9 6.5A6 6 0 0 1 17.7 10 4.5 4.5 0 0 1 20.5 17M17 19H7a4.5 4.5 0 0 1-.6-9"
            }
            Self::CloudCheck => "M7 19a4.5 4.5 0 0 1-.6-9 6 6 0 0 1 11.3 0A4.5 4.5 0 0 1 17 19zM9 14l2 2 4-4",
            Self::ArrowUp => "M12 20V5M6 11l6-6 6 6",
            Self::Language => {
                "M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18zM3 12h18M12 3c3 3 3.5 6 3.5 9s-.5 6-3.5 9c-3-3-3.5-6-3.5-9s.5-6 3.5-9z"
            }
            Self::Settings => {
                "M4 7h9M17 7h3M15 9a2 2 0 1 0 0-4 2 2 0 0 0 0 4zM4 17h3M11 17h9M9 19a2 2 0 1 0 0-4 2 2 0 0 0 0 4z"
            }
            Self::Phone => {
                "M5 4h4l2 5-2.5 1.5a11 11 0 0 0 5 5L15 13l5 2v4a1 1 0 0 1-1 1A15 15 0 0 1 4 5a1 1 0 0 1 1-1z"
            }
            Self::Device => "M8 3h8a1 1 0 0 1 1 1v16a1 1 0 0 1-1 1H8a1 1 0 0 1-1-1V4a1 1 0 0 1 1-1zM11 18h2",
            Self::Calendar => {
                "M5 6h14a1 1 0 0 1 1 1v12a1 1 0 0 1-1 1H5a1 1 0 0 1-1-1V7a1 1 0 0 1 1-1zM4 10h16M8 3v4M16 3v4"
            }
            Self::Pencil => "M4 20l1-4L16 5l3 3L8 19zM14 7l3 3",
            Self::Trash => "M4 7h16M9 7V4h6v3M6 7l1 13h10l1-13M10 11v5M14 11v5",
            Self::Undo => "M9 14L4 9l5-5M4 9h10a6 6 0 0 1 0 12h-3",
            Self::Eye => {
                "M2 12c3-5 6-7 10-7s7 2 10 7c-3 5-6 7-10 7s-7-2-10-7zM12 15a3 3 0 1 0 0-6 3 3 0 0 0 0 6z"
            }
            Self::Lock => "M6 11h12v9H6zM8.5 11V8a3.5 3.5 0 0 1 7 0v3",
            Self::Print => "M7 9V4h10v5M7 17H4v-7h16v7h-3M7 14h10v6H7z",
            Self::Chart => "M4 4v16h16M8 16v-4M12 16V8M16 16v-6",
            Self::Table => "M4 5h16v14H4zM4 10h16M4 14.5h16M10 5v14",
            Self::Qr => "M4 4h6v6H4zM14 4h6v6h-6zM4 14h6v6H4zM14 14h2v2M20 14v2M14 20h2v-2M20 20v-2",
            Self::Flag => "M6 21V4M6 5h12l-3 4 3 4H6",
            Self::Speaker => "M4 10v4h4l5 4V6l-5 4zM17 9a4 4 0 0 1 0 6",
            Self::Split => "M12 20v-7M12 13L6 7M12 13l6-6M6 12V7h5M18 12V7h-5",
            Self::Download => "M12 4v11M7 10l5 5 5-5M5 20h14",
            Self::SignOut => "M14 4h5v16h-5M3 12h11M7 8l-4 4 4 4",
            Self::Target => {
                "M12 19a7 7 0 1 0 0-14 7 7 0 0 0 0 14zM12 14a2 2 0 1 0 0-4 2 2 0 0 0 0 4zM12 2v3M12 19v3M2 12h3M19 12h3"
            }
            Self::Building => "M4 21V8l8-5 8 5v13zM9 21v-6h6v6M9 11h.01M15 11h.01",
            Self::Bag => "M5 8h14l1 13H4zM9 11V7a3 3 0 0 1 6 0v4",
            Self::Seed => "M12 21v-9M12 12c0-4-3-6-7-6 0 4 3 6 7 6zM12 15c0-3 2-5 6-5 0 3-2 5-6 5z",
            Self::Visit => "M4 5h16v11h-8l-5 4v-4H4zM8 10h8M8 13h5",
            Self::Steps => "M4 20h5v-5h5v-5h6M15 5h5v5M20 5l-6 5",
            Self::Link => {
                "M10 14a4 4 0 0 0 6 0l3-3a4 4 0 0 0-6-6l-1 1M14 10a4 4 0 0 0-6 0l-3 3a4 4 0 0 0 6 6l1-1"
            }
            Self::Camera => "M4 8h4l2-3h4l2 3h4v12H4zM12 17a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7z",
            Self::Half => "M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18zM12 3v18M12 7h4.5M12 12h8.5M12 17h4.5",
        }
    }
}

/// Draws an icon.
pub fn icon(icon: Icon) -> impl IntoView {
    let class = if icon.turns() { "icon turns" } else { "icon" };
    view! {
        <svg class=class viewBox="0 0 24 24" aria-hidden="true">
            <path d=icon.path()></path>
        </svg>
    }
}
