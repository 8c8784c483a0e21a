//! The end of a device that the office has withdrawn: it hands over what it has not sent yet, is told nothing more, and
//! lets go of all that it holds.

use crate::standing::{begin_all, enrolled, head_at, read_standing, write_standing};
use crate::{Backing, EnrolError, Fault, Head, Local, Mode, Request, Standing, Transaction};

impl<B: Backing> Local<B> {
    /// Notes up to where the endpoint has the log; what lies beyond is offered again. Changes nothing if the device has
    /// moved on since the request was made, or the endpoint's end of the log is none of this log's.
    pub(crate) async fn has_handed_over(
        &self,
        request: &Request,
        accepted: Head,
    ) -> Result<Box<Standing>, Fault> {
        let tx = begin_all(&self.backing, Mode::Strict).await?;
        let mut standing = enrolled(&tx).await?;
        let ours = head_at(&tx, &standing, accepted.index).await?;
        if standing.device == request.device && ours == Some(accepted) {
            standing.replaces = None;
            standing.accepted = accepted;
            write_standing(&tx, &standing).await?;
            tx.commit().await?;
        }
        Ok(standing)
    }

    /// Empties the store of a withdrawn device: records, log, drafts, and who it belonged to.
    ///
    /// # Errors
    /// [`EnrolError::UnsentWork`] while the endpoint lacks anything that was saved here: then nothing is touched.
    pub async fn let_go_of_everything(&self) -> Result<(), EnrolError> {
        let tx = begin_all(&self.backing, Mode::Strict).await?;
        if let Some(standing) = read_standing(&tx).await?
            && standing.waiting() > 0
        {
            return Err(EnrolError::UnsentWork { of: standing.person, entries: standing.waiting() });
        }
        self.empty(tx).await
    }
}
