//! The records as the endpoint last stated them: immutable packs of many, and rows for the newer ones.
//!
//! Putting rows one by one is what slow flash is slowest at, so a large page becomes one pack. What is taken in
//! later, pack or row, replaces what was taken in earlier: an ordinal says which.

use crate::standing::{
    begin_all, enrolled, index_key, read, read_standing, unreadable, write_standing, written,
};
use crate::{Backing, Fault, Local, Mode, Stated, Table, Transaction};
use record::RecordId;
use record::json;
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;

/// A page of at least so many records becomes a pack.
pub(crate) const PACK_FROM: usize = 64;

/// So many packs' worth of rows are gathered into one.
const ROWS_PER_PACK: usize = 4;

/// Where each record's base lies, and the line that lists show of it.
#[derive(Default)]
pub(crate) struct Bases {
    /// The ordinal up to which this is read; `None` before anything is.
    through: Option<u64>,
    places: BTreeMap<RecordId, Place>,
}

struct Place {
    ordinal: u64,
    /// The line within the pack; `None` for a row.
    line: Option<usize>,
    summary: Rc<str>,
}

/// A base newer than any pack; without one, the record has left the device.
#[derive(Serialize, Deserialize)]
struct Row {
    ordinal: u64,
    base: Option<Stated>,
    summary: String,
}

impl Bases {
    pub fn through(&self) -> Option<u64> {
        self.through
    }

    pub fn summaries(&self) -> BTreeMap<RecordId, Rc<str>> {
        self.places.iter().map(|(id, place)| (*id, place.summary.clone())).collect()
    }

    fn set(&mut self, id: RecordId, place: Place) {
        if self.places.get(&id).is_none_or(|older| older.ordinal <= place.ordinal) {
            self.places.insert(id, place);
        }
    }

    fn take_row(&mut self, id: RecordId, ordinal: u64, summary: Option<&str>) {
        match summary {
            Some(summary) => self.set(id, Place { ordinal, line: None, summary: summary.into() }),
            None if self.places.get(&id).is_some_and(|older| older.ordinal <= ordinal) => {
                self.places.remove(&id);
            }
            None => {}
        }
    }
}

impl<B: Backing> Local<B> {
    /// Reads where the bases lie, unless it is known already. This reads the summaries, never the records. A row or a
    /// line that cannot be read is passed over, so that it takes nothing with it: a comparison puts it right.
    pub(crate) async fn load_bases(&self) -> Result<(), Fault> {
        let tx = begin_all(&self.backing, Mode::Read).await?;
        let ordinal = read_standing(&tx).await?.map_or(0, |standing| standing.ordinal);
        if self.bases.borrow().through == Some(ordinal) {
            return Ok(());
        }
        let mut bases = Bases { through: Some(ordinal), places: BTreeMap::new() };
        for (key, text) in tx.range(Table::PackIndex, "", usize::MAX).await? {
            let ordinal = key.parse().map_err(|_| unreadable(Table::PackIndex, &key))?;
            for (line, row) in text.lines().enumerate() {
                if let Some((id, summary)) = row.split_once('\t')
                    && let Ok(id) = id.parse()
                {
                    bases.set(id, Place { ordinal, line: Some(line), summary: summary.into() });
                }
            }
        }
        for (key, text) in tx.range(Table::Rows, "", usize::MAX).await? {
            if let (Ok(id), Ok(row)) = (key.parse(), json::read::<Row>(&text)) {
                bases.take_row(id, row.ordinal, row.base.is_some().then_some(&row.summary));
            }
        }
        *self.bases.borrow_mut() = bases;
        Ok(())
    }

    /// Writes bases under an ordinal: as a pack if they are many, else as rows. Gives what [`Local::note`] needs
    /// once the transaction is committed.
    pub(crate) async fn write_bases(
        &self,
        tx: &impl Transaction,
        ordinal: u64,
        stated: Vec<Stated>,
        gone: &[RecordId],
    ) -> Result<Noted, Fault> {
        let summaries: Vec<String> = stated.iter().map(|stated| (self.summarise)(&stated.record)).collect();
        let ids: Vec<RecordId> = stated.iter().map(|stated| stated.record.id).collect();
        let packed = stated.len() >= self.pack_from;
        if packed {
            let (mut pack, mut index) = (String::new(), String::new());
            for (stated, summary) in stated.iter().zip(&summaries) {
                pack.push_str(&written(stated)?);
                pack.push('\n');
                index.push_str(&format!("{}\t{summary}\n", stated.record.id));
            }
            tx.put(Table::Packs, &index_key(ordinal), &pack).await?;
            tx.put(Table::PackIndex, &index_key(ordinal), &index).await?;
        } else {
            for (stated, summary) in stated.into_iter().zip(&summaries) {
                let key = stated.record.id.to_string();
                let row = Row { ordinal, base: Some(stated), summary: summary.clone() };
                tx.put(Table::Rows, &key, &written(&row)?).await?;
            }
        }
        for id in gone {
            let row = Row { ordinal, base: None, summary: String::new() };
            tx.put(Table::Rows, &id.to_string(), &written(&row)?).await?;
        }
        let told = ids.into_iter().zip(summaries).collect();
        Ok(Noted { ordinal, packed, told, gone: gone.to_vec() })
    }

    /// Notes where bases now lie, after the transaction that wrote them was committed.
    pub(crate) fn note(&self, noted: Noted) -> Vec<RecordId> {
        let mut bases = self.bases.borrow_mut();
        let mut changed = noted.gone.clone();
        for id in noted.gone {
            bases.take_row(id, noted.ordinal, None);
        }
        for (line, (id, summary)) in noted.told.into_iter().enumerate() {
            let line = noted.packed.then_some(line);
            bases.set(id, Place { ordinal: noted.ordinal, line, summary: summary.into() });
            changed.push(id);
        }
        bases.through = Some(noted.ordinal);
        changed
    }

    /// Gathers rows into a pack when they have become many, so that starting stays quick. Bases only: the device's
    /// own entries are never touched. Done when nothing else is going on.
    pub async fn compact(&self) -> Result<(), Fault> {
        self.load_bases().await?;
        let rows = self.bases.borrow().places.values().filter(|place| place.line.is_none()).count();
        if rows < self.pack_from * ROWS_PER_PACK {
            return Ok(());
        }
        let tx = begin_all(&self.backing, Mode::Strict).await?;
        let mut standing = enrolled(&tx).await?;
        if self.bases.borrow().through != Some(standing.ordinal) {
            return Ok(()); // Another tab is at work.
        }
        let mut stated = Vec::new();
        for (key, text) in tx.range(Table::Rows, "", usize::MAX).await? {
            // A row without a base stays: it says that what an older pack holds has left.
            if let Some(base) = read::<Row>(Table::Rows, &key, &text)?.base {
                let held_as_row =
                    self.bases.borrow().places.get(&base.record.id).is_some_and(|p| p.line.is_none());
                if held_as_row {
                    stated.push(base);
                }
                tx.delete(Table::Rows, &key).await?;
            }
        }
        if stated.len() < self.pack_from * ROWS_PER_PACK {
            return Ok(());
        }
        standing.ordinal += 1;
        let noted = self.write_bases(&tx, standing.ordinal, stated, &[]).await?;
        write_standing(&tx, &standing).await?;
        tx.commit().await?;
        self.own.borrow_mut().invalidate();
        self.note(noted);
        Ok(())
    }

    /// Every base that the device holds and can read. One that cannot be read is put right by a comparison.
    pub(crate) async fn every_base(&self, mut see: impl FnMut(&Stated)) -> Result<(), Fault> {
        self.every_text(|_, text| {
            if let Ok(stated) = json::read(text) {
                see(&stated);
            }
        })
        .await
    }

    /// The text of every base that the device holds, as it was stated.
    pub(crate) async fn every_text(&self, mut see: impl FnMut(RecordId, &str)) -> Result<(), Fault> {
        self.load_bases().await?;
        let (packs, rows) = {
            let tx = begin_all(&self.backing, Mode::Read).await?;
            (tx.range(Table::Packs, "", usize::MAX).await?, tx.range(Table::Rows, "", usize::MAX).await?)
        };
        let bases = self.bases.borrow();
        let in_packs =
            bases.places.iter().filter_map(|(id, place)| Some(((place.ordinal, place.line?), *id)));
        let in_packs: BTreeMap<(u64, usize), RecordId> = in_packs.collect();
        for (key, text) in packs {
            let ordinal: u64 = key.parse().map_err(|_| unreadable(Table::Packs, &key))?;
            for (line, text) in text.lines().enumerate() {
                if let Some(id) = in_packs.get(&(ordinal, line)) {
                    see(*id, text);
                }
            }
        }
        for (key, text) in rows {
            let id = key.parse().map_err(|_| unreadable(Table::Rows, &key))?;
            let is_in_force = bases.places.get(&id).is_some_and(|place| place.line.is_none());
            if let (true, Ok(RowText { base: Some(base) })) = (is_in_force, json::read(&text)) {
                see(id, base.get());
            }
        }
        Ok(())
    }
}

/// A row whose base is only looked at.
#[derive(Deserialize)]
struct RowText<'a> {
    #[serde(borrow)]
    base: Option<&'a RawValue>,
}

/// Where bases were written.
pub(crate) struct Noted {
    ordinal: u64,
    packed: bool,
    told: Vec<(RecordId, String)>,
    gone: Vec<RecordId>,
}

/// A record's base, if the device holds it.
pub(crate) async fn base(
    tx: &impl Transaction,
    bases: &RefCell<Bases>,
    id: RecordId,
) -> Result<Option<Stated>, Fault> {
    let Some((ordinal, line)) = bases.borrow().places.get(&id).map(|place| (place.ordinal, place.line))
    else {
        return Ok(None);
    };
    let key = id.to_string();
    match line {
        Some(line) => {
            let key = index_key(ordinal);
            let pack = tx.get(Table::Packs, &key).await?.ok_or_else(|| unreadable(Table::Packs, &key))?;
            let text = pack.lines().nth(line).ok_or_else(|| unreadable(Table::Packs, &key))?;
            read(Table::Packs, &key, text).map(Some)
        }
        None => {
            let text = tx.get(Table::Rows, &key).await?.ok_or_else(|| unreadable(Table::Rows, &key))?;
            Ok(read::<Row>(Table::Rows, &key, &text)?.base)
        }
    }
}
