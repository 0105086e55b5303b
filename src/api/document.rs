//! The `OpenAPI` document: what the handlers say of themselves, and what holds for all of them.

use utoipa::{
    ToSchema,
    openapi::{
        Components, ContentBuilder, InfoBuilder, ObjectBuilder, OpenApi, OpenApiBuilder, Ref,
        RefOr, Required, Response, ResponseBuilder,
        path::{Operation, ParameterBuilder, ParameterIn, PathItem},
        schema::Type,
        security::{Http, HttpAuthScheme, SecurityRequirement, SecurityScheme},
    },
};

const BEARER: &str = "bearer";

/// What stands in addresses.
const NAMES: &[(&str, &str)] = &[("venue", "Slug"), ("id", "Of a booking, series or closure")];

/// What every call can be answered with.
const ALWAYS: &[(&str, &str)] = &[
    ("404", "Not there, or not theirs to know of"),
    ("405", "Wrong method"),
    ("500", "Our fault; it is in the log"),
    (
        "503",
        "Busy, or the database cannot do it now: nothing was changed. With the type /problems/unknown it may have been \
         done: look, or send it again with the same Idempotency-Key",
    ),
];
const WITH_QUERY: &[(&str, &str)] = &[("422", "A parameter that cannot be understood")];
const SIGNED_IN: &[(&str, &str)] = &[("401", "Without credentials, or with wrong ones")];
const CHANGING: &[(&str, &str)] = &[
    ("400", "Not JSON"),
    ("401", "Without credentials"),
    ("403", "Seen, but not theirs to do"),
    ("409", "The time is taken, or the life cycle forbids it"),
    ("413", "Too large"),
    ("415", "Not sent as JSON"),
    ("422", "Rules are broken, or a field cannot be understood"),
    ("429", "Too often"),
];

const SETTING: &[(&str, &str)] = &[
    ("400", "Not JSON"),
    ("401", "Without credentials"),
    ("403", "Seen, but not theirs to do"),
    ("413", "Too large"),
    ("415", "Not sent as JSON"),
    ("422", "A field cannot be understood"),
];
const NOT_THEIRS: &[(&str, &str)] = &[("403", "Seen, but not theirs to do")];
const NOT_NOW: &[(&str, &str)] = &[
    ("403", "Seen, but not theirs to do"),
    ("409", "The life cycle forbids it"),
];
const OF_A_VERSION: &[(&str, &str)] =
    &[("412", "It has changed since"), ("428", "Without If-Match")];

/// With the schema of every refusal, which no handler names.
pub fn empty<Refused: ToSchema>() -> OpenApi {
    let mut components = Components::new();
    let mut schemas = vec![(Refused::name().into_owned(), Refused::schema())];
    Refused::schemas(&mut schemas);
    components.schemas.extend(schemas);
    components.add_security_scheme(
        BEARER,
        SecurityScheme::Http(Http::new(HttpAuthScheme::Bearer)),
    );
    OpenApiBuilder::new()
        .info(
            InfoBuilder::new()
                .title("jastar")
                .version(env!("CARGO_PKG_VERSION"))
                .description(Some(
                    "Booking halls and rooms of the Youth House in Karaganda. Wall times are those of the venue; \
                     names come in Kazakh, Russian and English.",
                )),
        )
        .components(Some(components))
        .build()
}

/// With every refusal of every operation.
pub fn complete(mut document: OpenApi) -> OpenApi {
    for (path, item) in &mut document.paths.paths {
        let PathItem {
            get,
            post,
            put,
            patch,
            delete,
            ..
        } = item;
        for (name, meaning) in NAMES {
            if path.contains(&format!("{{{name}}}")) {
                for operation in [&mut *get, &mut *post, &mut *put, &mut *patch, &mut *delete]
                    .into_iter()
                    .flatten()
                {
                    takes(operation, ParameterIn::Path, name, meaning, text());
                }
            }
        }
        let closures = path.contains("/closures");
        let managers = closures || path.ends_with("/quotas");
        let series = path.contains("/series");
        let signed_in = path.contains("/bookings") || series || managers;
        if let Some(get) = get {
            let query = get.parameters.as_ref().is_some_and(|parameters| {
                parameters.iter().any(
                    |one| matches!(one, RefOr::T(one) if one.parameter_in == ParameterIn::Query),
                )
            });
            refuses(get, ALWAYS);
            refuses(get, if query { WITH_QUERY } else { &[] });
            let looks_at_credentials = signed_in || path.ends_with("/search");
            refuses(get, if looks_at_credentials { SIGNED_IN } else { &[] });
            refuses(get, if managers { NOT_THEIRS } else { &[] });
            secured(get, signed_in);
        }
        if let Some(delete) = delete {
            refuses(delete, ALWAYS);
            refuses(delete, SIGNED_IN);
            refuses(delete, NOT_NOW);
            secured(delete, true);
        }
        if let Some(put) = put {
            refuses(put, ALWAYS);
            refuses(put, SETTING);
            secured(put, true);
        }
        if let Some(patch) = patch {
            refuses(patch, ALWAYS);
            refuses(patch, CHANGING);
            secured(patch, true);
            if !closures {
                refuses(patch, OF_A_VERSION);
                let meaning = "The ETag of what is changed, or *";
                takes(patch, ParameterIn::Header, "If-Match", meaning, text());
            }
        }
        if let Some(post) = post {
            refuses(post, ALWAYS);
            refuses(post, CHANGING);
            secured(post, true);
            let key = text()
                .min_length(Some(1))
                .max_length(Some(255))
                .pattern(Some("^[!-~]+$"));
            let meaning =
                "Sent again within a day, the first answer comes again and nothing is done twice";
            takes(post, ParameterIn::Header, "Idempotency-Key", meaning, key);
        }
    }
    document
}

fn text() -> ObjectBuilder {
    ObjectBuilder::new().schema_type(Type::String)
}

fn takes(
    operation: &mut Operation,
    place: ParameterIn,
    name: &str,
    meaning: &str,
    schema: ObjectBuilder,
) {
    let parameter = ParameterBuilder::new()
        .name(name)
        .parameter_in(place)
        // In paths it stays required whatever is said here.
        .required(Required::False)
        .description(Some(meaning))
        .schema(Some(schema.build()));
    operation
        .parameters
        .get_or_insert_default()
        .push(parameter.build().into());
}

fn secured(operation: &mut Operation, needed: bool) {
    if needed {
        operation.security = Some(vec![SecurityRequirement::new(BEARER, Vec::<String>::new())]);
    }
}

fn refuses(operation: &mut Operation, statuses: &[(&str, &str)]) {
    for (status, meaning) in statuses {
        operation
            .responses
            .responses
            .insert((*status).to_owned(), RefOr::T(problem(meaning)));
    }
}

fn problem(meaning: &str) -> Response {
    let content = ContentBuilder::new()
        .schema(Some(Ref::from_schema_name("Problem")))
        .build();
    ResponseBuilder::new()
        .description(meaning)
        .content("application/problem+json", content)
        .build()
}
