//! How many forms of strangers are kept, and that who leaves one stands in nobody's way.

use entity::draft;
use jastar::{account::store::sign_ins, db::sql};
use sea_orm::{ConnectionTrait, EntityTrait, QueryResult};

use super::support::{NOW, TestApp, db::on_server_or_says};

#[tokio::test]
async fn when_there_are_too_many_forms_the_oldest_go() {
    let test = TestApp::new().await;
    for at in 0..5_u8 {
        let draft = &draft::Model {
            browser_hash: vec![at; 32],
            form: String::new(),
            path: "/".to_owned(),
            expires_at: NOW.plus_hours(i64::from(at) + 1),
        };
        let put = async |tx| Ok(sign_ins::put_draft_tx(&tx, draft.clone(), 3).await?);
        test.app.db.write(put).await.unwrap();
    }
    let mut left = draft::Entity::find().all(test.app.db.read()).await.unwrap();
    left.sort_by_key(|draft| draft.expires_at);
    let left: Vec<u8> = left.iter().map(|draft| draft.browser_hash[0]).collect();
    assert_eq!(left, [2, 3, 4]);
}

#[tokio::test]
async fn who_leaves_a_form_keeps_nobody_elses_from_changing() {
    if !on_server_or_says("whoever writes to a file keeps everything from changing") {
        return;
    }
    let test = TestApp::new().await;
    let conn = &test.raw().await;
    let drafts = &[0_u8, 1, 2, 3].map(|at| draft::Model {
        browser_hash: vec![at; 32],
        form: String::new(),
        path: "/".to_owned(),
        expires_at: NOW.plus_hours(i64::from(at) + 1),
    });
    for draft in &drafts[..3] {
        let put = async |tx| Ok(sign_ins::put_draft_tx(&tx, draft.clone(), 3).await?);
        test.app.db.write(put).await.unwrap();
    }
    let free = test.app.db.write(|tx| async move {
        sign_ins::put_draft_tx(&tx, drafts[3].clone(), 3).await?;
        let unlocked = "SELECT browser_hash FROM draft ORDER BY expires_at FOR UPDATE SKIP LOCKED";
        let rows = conn.query_all_raw(sql(conn, unlocked, [])).await?;
        let first = |row: &QueryResult| {
            row.try_get::<Vec<u8>>("", "browser_hash")
                .map(|hash| hash[0])
        };
        Ok(rows.iter().map(first).collect::<Result<Vec<u8>, _>>()?)
    });
    assert_eq!(
        free.await.unwrap(),
        [1, 2],
        "all but the new one and the one that goes"
    );
}
