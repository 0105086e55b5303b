//! Random graphs of parts against the plainest reading of them: who can be reached from whom.

use proptest::prelude::*;

use super::*;

const MOST: usize = 7;

/// Who is a part of whom.
type Graph = Vec<Vec<bool>>;

fn a_graph() -> impl Strategy<Value = Graph> {
    (1..=MOST).prop_flat_map(|many| {
        let row = prop::collection::vec(prop::bool::weighted(0.2), many);
        prop::collection::vec(row, many)
    })
}

/// As a graph, each space of which names its parts.
fn file_of(graph: &Graph) -> String {
    let begin = SMALL.find("  [[venue.space]]").unwrap();
    let end = SMALL.find("  [[venue.stock]]").unwrap();
    let space = |(space, row): (usize, &Vec<bool>)| {
        let parts = (0..row.len()).filter(|part| row[*part]);
        let parts: Vec<String> = parts.map(|part| format!("\"s{part}\"")).collect();
        let name = "{ kk = \"Зал\", ru = \"Зал\", en = \"Hall\" }";
        format!(
            "  [[venue.space]]\n  slug = \"s{space}\"\n  name = {name}\n  kind = \"hall\"\n  capacity = 9\n  \
             parts = [{}]\n  layouts = [\"circle\"]\n  approval = \"manager\"\n  turnaround_minutes = 0\n  \
             min_minutes = 30\n  max_minutes = 240\n  notice_hours = 0\n  horizon_days = 30\n",
            parts.join(", ")
        )
    };
    let spaces: String = graph.iter().enumerate().map(space).collect();
    format!("{}{spaces}{}", &SMALL[..begin], &SMALL[end..])
}

/// Step by step, by way of every space in turn.
fn reached(graph: &Graph) -> Graph {
    let mut reached = graph.clone();
    for way in 0..graph.len() {
        for from in 0..graph.len() {
            for to in 0..graph.len() {
                reached[from][to] |= reached[from][way] && reached[way][to];
            }
        }
    }
    reached
}

proptest! {
    #[test]
    fn a_space_takes_the_leaves_that_it_reaches_and_circles_are_refused(graph in a_graph()) {
        let reached = reached(&graph);
        let circular: Vec<usize> = (0..graph.len()).filter(|space| reached[*space][*space]).collect();
        match read(&file_of(&graph)) {
            Err(faults) => {
                let told: Vec<String> = faults.iter().map(ToString::to_string).collect();
                let wanted = circular.iter().map(|space| format!("make `s{space}` a part of itself"));
                prop_assert!(!circular.is_empty(), "{:?}", told);
                prop_assert_eq!(told.len(), circular.len(), "{:?}", &told);
                for (told, wanted) in told.iter().zip(wanted) {
                    prop_assert!(told.contains(&wanted), "{} {}", told, wanted);
                }
            }
            Ok(catalogue) => {
                prop_assert_eq!(circular, Vec::<usize>::new());
                let number = |slug: &String| slug[1..].parse::<usize>().unwrap();
                let spaces = &catalogue.venues[0].spaces;
                let parts: BTreeMap<usize, Vec<usize>> = spaces
                    .iter()
                    .map(|space| (number(&space.slug), space.parts.iter().map(number).collect()))
                    .collect();
                for (space, units) in units(&parts) {
                    let leaf = |other: usize| !graph[other].contains(&true);
                    let below = |other: usize| other == space || reached[space][other];
                    let wanted = (0..graph.len()).filter(|other| leaf(*other) && below(*other));
                    prop_assert_eq!(units, wanted.collect::<BTreeSet<_>>());
                }
            }
        }
    }
}
