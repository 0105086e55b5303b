//! Two processes write of one booking, with clocks that are apart and ids that mean nothing to each other.

use entity::Booking;
use entity::{audit::Action, outbox::Delivery};
use jastar::{
    app::App,
    booking::{self as bookings, NewMessage},
    idempotency::Idempotent,
};

use super::{GROUP, Post, VENUE};
use crate::it::support::{NOW, asking, done, facts::because};

/// The clocks of three processes; whoever comes first in a round may be ahead, behind or level.
const APART: [i64; 3] = [0, -3600, 90];

async fn processes(post: &Post) -> Vec<App> {
    let mut apps = vec![post.test.app.clone()];
    for (seed, seconds) in [(8, APART[1]), (9, APART[2])] {
        let app = post.test.another(seed).await;
        app.clock.set(entity::Instant(NOW.0 + seconds));
        // Ids of another time in between, as calls of others bring them about.
        let _other = app.ids.uuid(NOW.plus_hours(5));
        apps.push(app);
    }
    apps
}

async fn cancel(app: &App, post: &Post, id: entity::BookingId) -> Booking {
    let why = because("Жоспар өзгерді.");
    let outcome = bookings::cancel(app, &post.group, id, why, Idempotent::unkeyed()).await;
    done(outcome).unwrap()
}

#[tokio::test]
async fn mails_and_histories_stand_in_the_order_of_versions() {
    let post = Post::new().await;
    let apps = processes(&post).await;
    for (first, app) in apps.iter().enumerate() {
        let (second, third) = (&apps[(first + 1) % 3], &apps[(first + 2) % 3]);
        let wanted = asking(
            "youth-house/dance-studio",
            "2026-12-01T16:00",
            "2026-12-01T18:00",
        );
        let outcome = bookings::request(app, &post.group, wanted, Idempotent::unkeyed()).await;
        let asked = done(outcome).unwrap();
        let new = NewMessage {
            text: "Колонка бар ма?".to_owned(),
            internal: false,
        };
        bookings::write(
            second,
            &post.group,
            asked.id,
            new.clone(),
            Idempotent::unkeyed(),
        )
        .await
        .unwrap();
        bookings::write(
            third,
            &post.manager,
            asked.id,
            new.clone(),
            Idempotent::unkeyed(),
        )
        .await
        .unwrap();
        bookings::write(app, &post.group, asked.id, new, Idempotent::unkeyed())
            .await
            .unwrap();
        let approved =
            bookings::approve(second, &post.manager, asked.id, None, Idempotent::unkeyed());
        done(approved.await).unwrap();
        let cancelled = cancel(third, &post, asked.id).await;

        let seen = bookings::by_code(&post.test.app, &post.manager, &asked.code)
            .await
            .unwrap();
        let actions: Vec<Action> = seen.history.iter().map(|line| line.action).collect();
        assert_eq!(
            actions,
            [
                Action::Request,
                Action::Ask,
                Action::Answer,
                Action::Approve,
                Action::Cancel
            ],
            "{first}"
        );
        assert_eq!(cancelled.version, 5, "one line a version");
        let said: Vec<_> = seen.messages.iter().map(|one| one.role).collect();
        let (group, venue) = (entity::audit::Role::Booker, entity::audit::Role::Venue);
        assert_eq!(said, [group, venue, group], "{first}");
        let after = bookings::messages(
            &post.test.app,
            &post.group,
            asked.id,
            Some(seen.messages[0].id),
            9,
        );
        assert_eq!(after.await.unwrap().items.len(), 2, "{first}");

        post.after_minutes(2 + i64::try_from(first).unwrap());
        let received = post.pump().await;
        for to in [GROUP, VENUE] {
            let mut rows = post.to(to).await;
            rows.retain(|mail| mail.booking_id == Some(asked.id));
            assert!(
                rows.iter().all(|mail| mail.state == Delivery::Sent),
                "{rows:?}"
            );
            let kinds: Vec<_> = rows.iter().map(|mail| mail.kind.as_str()).collect();
            let expected: &[&str] = if to == GROUP {
                &[
                    "request_received",
                    "question",
                    "approved",
                    "cancelled_by_you",
                ]
            } else {
                &[
                    "new_request",
                    "group_wrote",
                    "group_wrote",
                    "cancelled_by_group",
                ]
            };
            assert_eq!(kinds, expected, "{first}");
            let came = received.iter().filter(|mail| mail.to == to);
            let came: Vec<_> = came.map(|mail| mail.message_id.clone()).collect();
            let queued: Vec<_> = rows.into_iter().map(|mail| mail.message_id).collect();
            assert_eq!(came, queued, "{first}: they leave in that order");
        }
    }
}
