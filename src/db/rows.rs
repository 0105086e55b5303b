//! Rows that are written at once: on a server as one value, so that the text of a statement is the same however many they are.

use sea_orm::{
    ColumnTrait, ColumnType, DbBackend, EntityTrait, IdenStatic, Iterable, ModelTrait, Value,
};

use super::list::{self, Kind};

/// Rows of one table, with some of its columns.
#[derive(Clone, Debug)]
pub struct Rows {
    table: &'static str,
    columns: Vec<(&'static str, Kind)>,
    each: Vec<Vec<Value>>,
}

impl Rows {
    /// With all columns.
    pub fn of<M: ModelTrait>(models: impl IntoIterator<Item = M>) -> Self {
        let all: Vec<_> = <M::Entity as EntityTrait>::Column::iter().collect();
        Self::with(&all, models)
    }

    /// With these columns.
    ///
    /// # Panics
    ///
    /// When one of them holds what no list can.
    pub fn with<M: ModelTrait>(
        columns: &[<M::Entity as EntityTrait>::Column],
        models: impl IntoIterator<Item = M>,
    ) -> Self {
        let kinds = columns.iter().map(|column| {
            let kind = match column.def().get_column_type() {
                ColumnType::Uuid => Kind::Id,
                ColumnType::Integer | ColumnType::BigInteger => Kind::Int,
                ColumnType::String(_) | ColumnType::Text => Kind::Text,
                ColumnType::Boolean => Kind::Bool,
                ColumnType::Json | ColumnType::JsonBinary => Kind::Json,
                ColumnType::Date => Kind::Date,
                other => unreachable!("{other:?} in a list"),
            };
            (column.as_str(), kind)
        });
        let values = |model: M| columns.iter().map(|column| model.get(*column)).collect();
        Self {
            table: M::Entity::default().as_str(),
            columns: kinds.collect(),
            each: models.into_iter().map(values).collect(),
        }
    }

    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.each.is_empty()
    }

    #[must_use]
    pub fn len(&self) -> u64 {
        self.each.len() as u64
    }

    /// Takes the rows of the other where both are of the same columns of one table; gives it back where not.
    pub(super) fn join(&mut self, other: Self) -> Option<Self> {
        if (self.table, &self.columns) != (other.table, &other.columns) {
            return Some(other);
        }
        self.each.extend(other.each);
        None
    }

    fn names(&self) -> String {
        let names: Vec<&str> = self.columns.iter().map(|(name, _)| *name).collect();
        names.join(", ")
    }

    /// The statement that makes the rows, in their order. A condition of all of them and what becomes of those that are there may
    /// follow.
    pub fn insert_sql(&self, backend: DbBackend, values: &mut Vec<Value>) -> String {
        let (table, names) = (self.table, self.names());
        let from = list::rows(backend, &self.columns, self.each.iter().cloned(), values);
        format!("INSERT INTO {table} ({names}) SELECT {names} FROM {from}")
    }

    /// The statement that gives the other columns to each row that has the first.
    pub(super) fn rewrite_sql(&self, backend: DbBackend, values: &mut Vec<Value>) -> String {
        let (table, (key, _)) = (self.table, self.columns[0]);
        let set = self.columns[1..].iter();
        let set: Vec<String> = set.map(|(name, _)| format!("{name} = r.{name}")).collect();
        let from = list::rows(backend, &self.columns, self.each.iter().cloned(), values);
        format!(
            "UPDATE {table} SET {} FROM {from} WHERE {table}.{key} = r.{key}",
            set.join(", ")
        )
    }
}

#[cfg(test)]
mod tests {
    use entity::{
        Instant, MessageId, audit, booking, claim, closure, closure_hit, closure_space,
        closure_time, escalation, event, message, outbox, pool_claim, series, series_date,
    };
    use uuid::Uuid;

    use super::*;

    fn kinds_of<E: EntityTrait>() -> usize {
        let all: Vec<E::Column> = E::Column::iter().collect();
        assert!(!all[0].def().is_null(), "{:?}", all[0]);
        Rows::with::<E::Model>(&all, []).columns.len()
    }

    #[test]
    fn every_table_that_is_written_so_has_only_columns_that_a_list_can_hold() {
        let columns = [
            kinds_of::<audit::Entity>(),
            kinds_of::<booking::Entity>(),
            kinds_of::<claim::Entity>(),
            kinds_of::<closure::Entity>(),
            kinds_of::<closure_hit::Entity>(),
            kinds_of::<closure_space::Entity>(),
            kinds_of::<closure_time::Entity>(),
            kinds_of::<escalation::Entity>(),
            kinds_of::<event::Entity>(),
            kinds_of::<message::Entity>(),
            kinds_of::<outbox::Entity>(),
            kinds_of::<pool_claim::Entity>(),
            kinds_of::<series::Entity>(),
            kinds_of::<series_date::Entity>(),
        ];
        assert!(columns.iter().all(|many| *many > 1), "{columns:?}");
    }

    #[test]
    fn on_a_server_the_texts_are_the_same_for_one_row_and_for_many() {
        let time = |at: u128| closure_time::Model {
            closure_id: entity::ClosureId(Uuid::from_u128(at)),
            starts_at: Instant(0),
            ends_at: Instant(1),
        };
        let texts = |many: u128| {
            let rows = Rows::of((0..many).map(time));
            let mut values = Vec::new();
            let texts = [
                rows.insert_sql(DbBackend::Postgres, &mut values),
                rows.rewrite_sql(DbBackend::Postgres, &mut values),
            ];
            assert_eq!(values.len(), 2);
            texts
        };
        assert_eq!(texts(1), texts(50));
    }

    #[test]
    fn only_rows_of_the_same_columns_of_one_table_are_joined() {
        let message = |at: u128| message::Model {
            id: MessageId(Uuid::from_u128(at)),
            booking_id: entity::BookingId(Uuid::nil()),
            at: Instant(0),
            role: audit::Role::Venue,
            person_id: entity::PersonId(Uuid::nil()),
            text: "Сәлем!".to_owned(),
            internal: false,
        };
        let mut rows = Rows::of([message(1)]);
        assert!(rows.join(Rows::of([message(2), message(3)])).is_none());
        assert_eq!(rows.len(), 3);
        let texts = Rows::with(&[message::Column::Id, message::Column::Text], [message(4)]);
        assert!(rows.join(texts).is_some());
        assert!(rows.join(Rows::of::<closure_time::Model>([])).is_some());
        assert_eq!(rows.len(), 3);
    }
}
