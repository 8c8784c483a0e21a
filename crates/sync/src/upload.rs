//! Sending a file, a piece at a time, over a line that may be cut at any byte: what is asked next, and what follows from
//! the answer. The words are those of [tus 1.0](https://tus.io/protocols/resumable-upload): the office alone knows how
//! much of a file it has, and is asked again after every cut.
//!
//! | known of the office | asked | answer | then |
//! |---|---|---|---|
//! | nothing | how much it has | so many bytes | a piece from there; none if that is all |
//! | nothing | how much it has | never heard of it | to begin |
//! | it has not begun | to begin | begun | a piece from the first byte |
//! | so many bytes | a piece | so many more | the next piece, twice as long |
//! | so many bytes | a piece | not what it has | how much it has |
//! | any | any | none: the line was cut | how much it has, later, and then pieces half as long |
//!
//! What is deliberately not here: requests, clocks, and which file goes first.

/// The length of the first piece, in bytes: eight seconds on a slow line.
const FIRST: u64 = 64 * 1024;
/// No piece is longer.
const LONGEST: u64 = 1024 * 1024;
/// No piece is shorter: the head of a request weighs half a kilobyte.
const SHORTEST: u64 = 8 * 1024;
/// So many answers in a row that bring nothing forward, and it is left for another time.
const PATIENCE: u32 = 5;

/// How long pieces are: what one file has taught is true for the next.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Pace(u64);

impl Default for Pace {
    fn default() -> Self {
        Self(FIRST)
    }
}

/// What to ask of the office.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Ask {
    /// How many bytes of the file it has.
    Offset,
    /// To begin with the file.
    Begin,
    /// To take the bytes from `from` up to, and without, `to`.
    Piece {
        /// The first byte.
        from: u64,
        /// The byte after the last one.
        to: u64,
    },
}

/// What came of it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Heard {
    /// It has so many bytes.
    Has(u64),
    /// It has never heard of the file, or has forgotten it.
    NeverHeard,
    /// It has begun.
    Begun,
    /// It has another number of bytes than was taken for granted, or what it had was not the file.
    Otherwise,
    /// No answer.
    Cut,
}

/// What to do then.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Turn {
    /// Ask on.
    On,
    /// Ask on after a pause: so many answers in a row have brought nothing forward.
    OnAfter(u32),
    /// The office has the whole file.
    Whole,
    /// Leave it for another time.
    Later,
}

/// A file on its way.
#[derive(Clone, Debug)]
pub struct Upload {
    size: u64,
    pace: Pace,
    known: Known,
    /// The most that the office was known to have.
    furthest: u64,
    failures: u32,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Known {
    Nothing,
    NotBegun,
    Has(u64),
}

impl Upload {
    /// A file of so many bytes, of which the office may have some.
    pub fn new(size: u64, pace: Pace) -> Self {
        Self { size, pace, known: Known::Nothing, furthest: 0, failures: 0 }
    }

    /// How long pieces have become.
    pub fn pace(&self) -> Pace {
        self.pace
    }

    /// What to ask now.
    pub fn ask(&self) -> Ask {
        match self.known {
            Known::Nothing => Ask::Offset,
            Known::NotBegun => Ask::Begin,
            Known::Has(from) => Ask::Piece { from, to: self.size.min(from + self.pace.0) },
        }
    }

    /// What follows from the answer to [`Upload::ask`].
    pub fn hear(&mut self, heard: Heard) -> Turn {
        let asked = self.ask();
        let forward = match (heard, asked) {
            (Heard::Has(bytes), _) => {
                self.known = Known::Has(bytes.min(self.size));
                bytes > self.furthest || bytes == self.size
            }
            (Heard::Begun, Ask::Begin) => {
                self.known = Known::Has(0);
                self.failures == 0
            }
            (Heard::NeverHeard, Ask::Offset) => {
                self.known = Known::NotBegun;
                self.failures == 0
            }
            _ => {
                self.known = Known::Nothing;
                false
            }
        };
        if let Ask::Piece { .. } = asked {
            self.pace.0 = match heard {
                Heard::Has(_) => LONGEST.min(self.pace.0 * 2),
                Heard::Cut => SHORTEST.max(self.pace.0 / 2),
                _ => self.pace.0,
            };
        }
        self.failures = if forward { 0 } else { self.failures + 1 };
        match (self.known, self.failures) {
            (Known::Has(bytes), _) if bytes == self.size => return Turn::Whole,
            (Known::Has(bytes), _) => self.furthest = self.furthest.max(bytes),
            _ => {}
        }
        match self.failures {
            0 => Turn::On,
            failures if failures > PATIENCE => Turn::Later,
            failures => Turn::OnAfter(failures),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// An office at the other end of a line that is cut after so many bytes, again and again.
    struct Office {
        has: Option<u64>,
        until_cut: Vec<u64>,
        /// Whether what arrived of a piece before a cut stays.
        keeps: bool,
        carried: u64,
        /// For each cut, how long the piece was.
        cut: Vec<u64>,
    }

    impl Office {
        fn answer(&mut self, ask: Ask) -> Heard {
            match (ask, self.has) {
                (Ask::Offset, Some(bytes)) => Heard::Has(bytes),
                (Ask::Offset, None) => Heard::NeverHeard,
                (Ask::Begin, _) => {
                    self.has = Some(0);
                    Heard::Begun
                }
                (Ask::Piece { .. }, None) => Heard::NeverHeard,
                (Ask::Piece { from, .. }, Some(has)) if from != has => Heard::Otherwise,
                (Ask::Piece { from, to }, Some(_)) => {
                    let passes = match self.until_cut.last_mut() {
                        Some(left) if *left < to - from => {
                            let passes = *left;
                            self.until_cut.pop();
                            self.cut.push(to - from);
                            passes
                        }
                        Some(left) => {
                            *left -= to - from;
                            to - from
                        }
                        None => to - from,
                    };
                    self.carried += passes;
                    if passes == to - from || self.keeps {
                        self.has = Some(from + passes);
                    }
                    if passes == to - from { Heard::Has(to) } else { Heard::Cut }
                }
            }
        }
    }

    proptest! {
        #[test]
        fn a_file_arrives_whole_over_a_line_that_is_cut_and_no_byte_is_sent_twice_but_in_cut_pieces(
            size in 1..3_000_000u64,
            had in prop::option::of(0..3_000_000u64),
            until_cut in prop::collection::vec(1_000..400_000u64, 0..20),
            keeps: bool,
        ) {
            let had = had.map(|had| had.min(size));
            let mut office = Office { has: had, until_cut, keeps, carried: 0, cut: Vec::new() };
            let (mut upload, mut turns) = (Upload::new(size, Pace::default()), 0);
            loop {
                turns += 1;
                prop_assert!(turns < 1_000, "it comes to an end");
                match upload.hear(office.answer(upload.ask())) {
                    Turn::Whole => break,
                    // Another time.
                    Turn::Later => upload = Upload::new(size, upload.pace()),
                    Turn::On | Turn::OnAfter(_) => {}
                }
            }
            prop_assert_eq!(office.has, Some(size));
            let once = size - had.unwrap_or(0);
            let twice: u64 = if keeps { 0 } else { office.cut.iter().sum() };
            prop_assert!(office.carried <= once + twice, "{} of {once}", office.carried);
        }
    }

    #[test]
    fn pieces_grow_while_it_goes_well_and_shrink_when_it_does_not() {
        let mut upload = Upload::new(10_000_000, Pace::default());
        upload.hear(Heard::Has(0));
        let mut lengths = Vec::new();
        for _ in 0..6 {
            let Ask::Piece { from, to } = upload.ask() else { panic!("{:?}", upload.ask()) };
            lengths.push((to - from) / 1024);
            assert_eq!(upload.hear(Heard::Has(to)), Turn::On);
        }
        assert_eq!(lengths, [64, 128, 256, 512, 1024, 1024]);
        assert_eq!(upload.hear(Heard::Cut), Turn::OnAfter(1));
        assert_eq!(upload.ask(), Ask::Offset, "the office alone knows how much has arrived");
        assert_eq!(upload.pace(), Pace(512 * 1024));
    }

    #[test]
    fn a_line_that_is_dead_is_left_for_another_time() {
        let mut upload = Upload::new(1_000, Pace::default());
        let turns: Vec<Turn> = (0..6).map(|_| upload.hear(Heard::Cut)).collect();
        let pauses = [1, 2, 3, 4, 5].map(Turn::OnAfter);
        assert_eq!(turns, [pauses.as_slice(), &[Turn::Later]].concat());
    }

    #[test]
    fn an_office_that_takes_nothing_is_not_asked_for_ever() {
        for refusal in [Heard::Otherwise, Heard::NeverHeard, Heard::Has(0)] {
            let mut upload = Upload::new(1_000, Pace::default());
            upload.hear(Heard::Has(0));
            let mut turns = 0;
            loop {
                let heard = match upload.ask() {
                    Ask::Offset => Heard::Has(0),
                    Ask::Begin => Heard::Begun,
                    Ask::Piece { .. } => refusal,
                };
                turns += 1;
                assert!(turns < 100, "{refusal:?}");
                if upload.hear(heard) == Turn::Later {
                    break;
                }
            }
        }
    }

    #[test]
    fn what_the_office_has_whole_already_is_not_sent() {
        let mut upload = Upload::new(1_000, Pace::default());
        assert_eq!(upload.hear(Heard::Has(1_000)), Turn::Whole);
    }
}
