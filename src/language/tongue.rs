//! The languages of the interface.

/// A language of the interface.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Tongue {
    /// Arabic, as Moroccan offices write it.
    Ar,
    /// French.
    Fr,
    /// English.
    En,
    /// Standard Moroccan Amazigh in Tifinagh, from left to right.
    Zgh,
}

impl Tongue {
    /// All, in the order in which they are offered.
    pub const ALL: [Self; 4] = [Self::Ar, Self::Fr, Self::En, Self::Zgh];

    /// Its code (BCP 47).
    pub fn code(self) -> &'static str {
        match self {
            Self::Ar => "ar",
            Self::Fr => "fr",
            Self::En => "en",
            Self::Zgh => "zgh",
        }
    }

    /// Its name in itself.
    pub fn own_name(self) -> &'static str {
        match self {
            Self::Ar => "العربية",
            Self::Fr => "Français",
            Self::En => "English",
            Self::Zgh => "ⵜⴰⵎⴰⵣⵉⵖⵜ",
        }
    }

    /// Which way it is written.
    pub fn direction(self) -> &'static str {
        if self == Self::Ar { "rtl" } else { "ltr" }
    }

    /// The language of a code; regions do not matter.
    pub fn from_code(code: &str) -> Option<Self> {
        let language = code.split('-').next()?;
        Self::ALL.into_iter().find(|tongue| tongue.code() == language)
    }

    /// The first language of the browser's list that there is, else French.
    pub fn best_of(codes: &[String]) -> Self {
        codes.iter().find_map(|code| Self::from_code(code)).unwrap_or(Self::Fr)
    }

    /// The language and those that stand in for its missing words, in the order in which they are tried.
    pub fn and_stand_ins(self, second: Self) -> Vec<Self> {
        let mut chain = vec![self];
        if self == Self::Zgh {
            chain.push(second);
        }
        chain.push(Self::Fr);
        chain.dedup();
        chain
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_browsers_first_known_language_is_spoken() {
        let best = |codes: &[&str]| Tongue::best_of(&codes.iter().map(|&c| c.into()).collect::<Vec<_>>());
        assert_eq!(best(&["es", "ar-MA", "fr"]), Tongue::Ar);
        assert_eq!(best(&["en-US"]), Tongue::En);
        assert_eq!(best(&["de"]), Tongue::Fr);
    }

    #[test]
    fn a_missing_tamazight_word_falls_back_to_the_second_language() {
        assert_eq!(Tongue::Zgh.and_stand_ins(Tongue::Ar), [Tongue::Zgh, Tongue::Ar, Tongue::Fr]);
        assert_eq!(Tongue::Zgh.and_stand_ins(Tongue::Fr), [Tongue::Zgh, Tongue::Fr]);
        assert_eq!(Tongue::En.and_stand_ins(Tongue::Ar), [Tongue::En, Tongue::Fr]);
        assert_eq!(Tongue::Fr.and_stand_ins(Tongue::Ar), [Tongue::Fr]);
    }
}
