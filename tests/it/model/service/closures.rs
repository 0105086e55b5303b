//! Closing, as a manager does: looks at what is in the way, says what becomes of it, and closes.

use entity::{BookingId, ClosureId, Every, Instant};
use jastar::{
    account::Actor,
    booking::NewPlace,
    closure::{self, Again, Answered, ClosureTimes, NewClosure, Resolve, ResolveWay, Say},
    error::Error,
    idempotency::{Idempotent, Outcome as Answer},
    refusal::closure::Preview,
    zone::format_wall,
};

use super::{
    super::operation::{MANAGER, MakeWay, Operation},
    Outcome, Service, VENUE, refused, target,
};
use crate::it::support::facts::because;

/// What is to be closed.
#[derive(Clone, Debug)]
enum Closing {
    New(NewClosure),
    Change(ClosureId, ClosureTimes),
}

impl Service {
    pub(super) async fn close(&self, operation: &Operation) -> Outcome {
        let (who, which) = target(operation);
        let (actor, known) = (self.actor(who), self.closures.lock().unwrap().clone());
        if let Operation::Close { way, span, .. } = operation {
            let at = self.begun().plus_minutes(30 * span.from);
            let closing = self.closing(operation);
            return self.look_and_apply(actor, &closing, *way, at).await;
        }
        if known.is_empty() {
            return Outcome::Nothing;
        }
        let (app, id) = (&self.test.app, known[which % known.len()]);
        let Operation::Reclose {
            starts, ends, way, ..
        } = operation
        else {
            let ended = closure::take_back(app, actor, id).await;
            self.learn_of_offers().await;
            return ended.map_or_else(refused, |()| Outcome::Done);
        };
        let Ok(closure) = closure::one(app, actor, id).await else {
            return Outcome::NotFound;
        };
        let Some(next) = closure.next(app.clock.now()) else {
            return Outcome::State;
        };
        let wall = |at: Instant, by: i64| {
            let said = format_wall(self.zone.local(at.plus_minutes(30 * by)));
            Some(said).filter(|_| by != 0)
        };
        let change = ClosureTimes {
            starts: wall(next.starts_at, *starts),
            ends: wall(next.ends_at, *ends),
        };
        let at = next.starts_at.plus_minutes(30 * starts);
        let closing = Closing::Change(id, change);
        self.look_and_apply(actor, &closing, *way, at).await
    }

    fn closing(&self, operation: &Operation) -> Closing {
        let Operation::Close {
            spaces,
            span,
            times,
            ..
        } = operation
        else {
            panic!("{operation:?} closes nothing new")
        };
        let again = Again {
            every: Every::Week,
            nth: None,
            until: None,
            count: Some(*times),
        };
        Closing::New(NewClosure {
            venue: VENUE.to_owned(),
            spaces: Some(spaces.iter().map(|space| format!("s{space}")).collect()),
            starts: self.wall(span.from),
            ends: self.wall(span.from + span.length),
            reason: because("Жөндеу."),
            again: Some(again).filter(|_| *times > 1),
        })
    }

    /// What is in the way, and that all of it is cancelled.
    pub async fn seen(&self, operation: &Operation) -> Say {
        let closing = self.closing(operation);
        let preview = self.look(self.actor(MANAGER), &closing).await.unwrap();
        self.say(preview, MakeWay::Cancel, self.begun())
    }

    pub async fn close_as_seen(&self, operation: &Operation, say: Say) -> Outcome {
        let closing = self.closing(operation);
        self.apply(self.actor(MANAGER), &closing, say).await
    }

    async fn look_and_apply(
        &self,
        actor: &Actor,
        closing: &Closing,
        way: MakeWay,
        at: Instant,
    ) -> Outcome {
        match self.look(actor, closing).await {
            Ok(preview) => {
                let say = self.say(preview, way, at);
                self.apply(actor, closing, say).await
            }
            Err(error) => refused(error),
        }
    }

    async fn look(&self, actor: &Actor, closing: &Closing) -> Result<Preview, Error> {
        let say = Say {
            dry_run: true,
            ..Say::default()
        };
        match self.asked(actor, closing, say).await? {
            Answered::Preview(preview) => Ok(preview),
            Answered::Done(done) => panic!("{done:?}, though nobody said so"),
        }
    }

    async fn apply(&self, actor: &Actor, closing: &Closing, say: Say) -> Outcome {
        match self.asked(actor, closing, say).await {
            Ok(Answered::Done(Answer::Done(closure))) => {
                if let Closing::New(_) = closing {
                    self.closures.lock().unwrap().push(closure.row.id);
                }
                self.learn_of_offers().await;
                Outcome::Done
            }
            Ok(other) => panic!("{other:?}"),
            Err(error) => refused(error),
        }
    }

    async fn asked(&self, actor: &Actor, closing: &Closing, say: Say) -> Result<Answered, Error> {
        let app = &self.test.app;
        match closing.clone() {
            Closing::New(new) => closure::close(app, actor, new, say, Idempotent::unkeyed()).await,
            Closing::Change(id, change) => closure::change(app, actor, id, change, say).await,
        }
    }

    /// Who begins before `at` may be cut short there.
    fn say(&self, preview: Preview, way: MakeWay, at: Instant) -> Say {
        let known = self.known();
        let number = |id: BookingId| known.iter().position(|one| *one == id);
        let first = preview.hits.iter().map(|hit| number(hit.booking.id)).min();
        let resolve = preview.hits.iter().map(|hit| {
            let booking = &hit.booking;
            let way = match way {
                MakeWay::Move { space, span } if first == Some(number(booking.id)) => {
                    ResolveWay::Move(self.place(Some(space), span))
                }
                MakeWay::CutShort if booking.starts_at < at && at < booking.ends_at => {
                    ResolveWay::Move(NewPlace {
                        starts: booking.starts.clone(),
                        ends: format_wall(self.zone.local(at)),
                        ..NewPlace::default()
                    })
                }
                _ => ResolveWay::Cancel,
            };
            Resolve {
                booking: booking.id,
                way,
            }
        });
        Say {
            dry_run: false,
            resolve: resolve.collect(),
            seen: Some(preview.seen),
        }
    }
}
