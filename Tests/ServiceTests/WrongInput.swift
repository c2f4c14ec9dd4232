import Testing

/// A request that a shop might send by mistake, and how it is refused.
struct WrongInput: Sendable, CustomTestStringConvertible {
    var name: String
    var method = "POST"
    var path = "/v1/events"
    var body: [UInt8] = []
    var status = 400
    var code: String
    var field: String?

    var testDescription: String { name }

    private static func event(
        _ name: String, _ body: String, _ code: String, _ field: String? = nil
    ) -> WrongInput {
        WrongInput(name: name, body: Array(body.utf8), code: code, field: field)
    }

    private static func ask(
        _ name: String, _ body: String, _ code: String, _ field: String? = nil,
        at path: String = "/v1/recommend"
    ) -> WrongInput {
        WrongInput(name: name, path: path, body: Array(body.utf8), code: code, field: field)
    }

    private static func put(
        _ name: String, _ body: String, _ code: String, _ field: String? = nil,
        at path: String = "/v1/items/a"
    ) -> WrongInput {
        WrongInput(
            name: name, method: "PUT", path: path, body: Array(body.utf8), code: code, field: field)
    }

    private static func get(
        _ name: String, _ path: String, _ code: String, _ field: String? = nil, status: Int = 400
    ) -> WrongInput {
        WrongInput(
            name: name, method: "GET", path: path, status: status, code: code, field: field)
    }

    private static let long = String(repeating: "x", count: 10_000)

    static let json: [WrongInput] = [
        event("an empty body", "", "invalid_json"),
        event("no JSON", "view u1 i1", "invalid_json"),
        event("an object that does not end", #"{"type": "view""#, "invalid_json"),
        event(
            "NaN", #"{"type": "rating", "user": "u", "item": "i", "value": NaN}"#, "invalid_json"),
        event("a number past every double", #"{"type": "view", "value": 1e999}"#, "invalid_json"),
        event("a trailing comma", #"{"type": "view", "user": "u", "item": "i",}"#, "invalid_json"),
        event("a comment", "{\"type\": \"view\"} // hello", "all_rejected"),
        event("single quotes", "{'type': 'view'}", "invalid_json"),
        event("a name given twice", #"{"type": "view", "type": "click"}"#, "invalid_json"),
        event("a name of 10 kB", #"{"\#(long)": 1}"#, "invalid_json"),
        event("a lone surrogate", #"{"type": "\ud800"}"#, "invalid_json"),
        event(
            "nesting of 10000 levels",
            String(repeating: "[", count: 10_000) + String(repeating: "]", count: 10_000),
            "invalid_json"),
        event(
            "an event of 40 levels",
            #"{"type": "view", "user": "u", "item": "i", "x": "#
                + String(repeating: "[", count: 40) + String(repeating: "]", count: 40) + "}",
            "invalid_json"),
        WrongInput(
            name: "invalid UTF-8",
            body: Array(#"{"type": "view", "user": ""#.utf8) + [0xC3, 0x28] + Array(#""}"#.utf8),
            code: "invalid_json"),
        event("a text for an event", #""view""#, "wrong_type"),
        event("null for an event", "null", "wrong_type"),
        ask("an array for a question", "[]", "wrong_type"),
        put("a number for an item", "17", "wrong_type"),
    ]

    static let events: [WrongInput] = [
        event("no type", #"{"user": "u", "item": "i"}"#, "missing", "type"),
        event("a number for the type", #"{"type": 3}"#, "wrong_type", "type"),
        event(
            "an unknown type", #"{"type": "wink", "user": "u", "item": "i"}"#, "unknown_value",
            "type"),
        event("no item", #"{"type": "view", "user": "u"}"#, "missing", "item"),
        event("nobody", #"{"type": "view", "item": "i"}"#, "missing", "user"),
        event("a link without a visitor", #"{"type": "link", "user": "u"}"#, "missing", "visitor"),
        event("a link without a user", #"{"type": "link", "visitor": "v"}"#, "missing", "user"),
        event("a search without a query", #"{"type": "search", "user": "u"}"#, "missing", "query"),
        event(
            "a rating without stars", #"{"type": "rating", "user": "u", "item": "i"}"#, "missing",
            "value"),
        event(
            "an impression of nothing", #"{"type": "impression", "user": "u"}"#, "missing",
            "request"),
        event(
            "an object for the user", #"{"type": "view", "user": {}, "item": "i"}"#, "wrong_type",
            "user"),
        event(
            "half a piece", #"{"type": "purchase", "user": "u", "item": "i", "quantity": 0.5}"#,
            "wrong_type", "quantity"),
        event(
            "no pieces", #"{"type": "purchase", "user": "u", "item": "i", "quantity": 0}"#,
            "out_of_range", "quantity"),
        event(
            "a bad time",
            #"{"type": "view", "user": "u", "item": "i", "time": "yesterday"}"#, "malformed", "time"
        ),
        event(
            "a day that is none",
            #"{"type": "view", "user": "u", "item": "i", "time": "2026-02-30T00:00:00Z"}"#,
            "malformed", "time"),
        event(
            "1970", #"{"type": "view", "user": "u", "item": "i", "time": 0}"#, "out_of_range",
            "time"),
        event(
            "after 2100",
            #"{"type": "view", "user": "u", "item": "i", "time": "2100-06-01T00:00:00Z"}"#,
            "out_of_range", "time"),
        event(
            "a list for the time", #"{"type": "view", "user": "u", "item": "i", "time": []}"#,
            "wrong_type", "time"),
        event(
            "an id of 10 kB", #"{"type": "view", "user": "\#(long)", "item": "i"}"#, "too_long",
            "user"),
        event("an empty id", #"{"type": "view", "user": "", "item": "i"}"#, "missing", "user"),
        event(
            "a control character in an id", #"{"type": "view", "user": "a\u0000b", "item": "i"}"#,
            "malformed", "user"),
        event(
            "an accent apart from its letter in an id",
            #"{"type": "view", "user": "u", "item": "cafe\u0301"}"#, "malformed", "item"),
        event(
            "an unknown consent",
            #"{"type": "view", "user": "u", "item": "i", "consent": {"sell": true}}"#,
            "unknown_value", "consent.sell"),
    ]

    static let items: [WrongInput] = [
        put(
            "too many decimals", #"{"price": {"amount": 2.955, "currency": "GBP"}}"#,
            "out_of_range",
            "price.amount"),
        put(
            "decimals of yen", #"{"price": {"amount": 2.5, "currency": "JPY"}}"#, "out_of_range",
            "price.amount"),
        put(
            "an unknown currency", #"{"price": 2, "currency": "POUND"}"#, "unknown_value",
            "currency"),
        put("a price without a currency", #"{"price": 2}"#, "missing", "currency"),
        put("a text for a price", #"{"price": "2.95"}"#, "wrong_type", "price"),
        put(
            "a negative price", #"{"price": {"minor": -1, "currency": "GBP"}}"#, "out_of_range",
            "price.minor"),
        put("another id than the address has", #"{"id": "b"}"#, "malformed", "id"),
        put("its own parent", #"{"parent": "a"}"#, "malformed", "parent"),
        put(
            "an unknown availability", #"{"availability": "soon"}"#, "unknown_value", "availability"
        ),
        put("a locale that is none", #"{"title": {"english": "x"}}"#, "malformed", "title.english"),
        put(
            "an attribute of a mixed list", #"{"attributes": {"a": ["x", 1]}}"#, "wrong_type",
            "attributes.a"),
        put(
            "a user's language as a number", #"{"language": 1}"#, "wrong_type", "language",
            at: "/v1/users/u"),
        ask("an item without an id", #"{"title": "x"}"#, "all_rejected", at: "/v1/items:batch"),
    ]

    static let questions: [WrongInput] = [
        ask("no placement", "{}", "missing", "placement"),
        ask("an unknown placement", #"{"placement": "attic"}"#, "unknown_value", "placement"),
        ask(
            "an unknown option", #"{"placement": "home", "explian": true}"#, "unknown_value",
            "explian"),
        ask("limit 0", #"{"placement": "home", "limit": 0}"#, "out_of_range", "limit"),
        ask("limit 1000", #"{"placement": "home", "limit": 1000}"#, "out_of_range", "limit"),
        ask(
            "a text for the limit", #"{"placement": "home", "limit": "12"}"#, "wrong_type", "limit"),
        ask(
            "a limit past every integer", #"{"placement": "home", "limit": 1e300}"#, "out_of_range",
            "limit"),
        ask("similar to nothing", #"{"placement": "similar"}"#, "missing", "items"),
        ask("a list for the user", #"{"placement": "home", "user": []}"#, "wrong_type", "user"),
        ask(
            "a number for the filter", #"{"placement": "home", "filter": 5}"#, "wrong_type",
            "filter"),
        ask(
            "half an expression", #"{"placement": "home", "filter": "price < 5 and"}"#,
            "malformed", "filter"),
        ask(
            "a filter without bounds", #"{"placement": "home", "filter": {"price": {"gt": 1}}}"#,
            "malformed", "filter.price"),
        ask(
            "a filter of 10 kB", #"{"placement": "home", "filter": {"brand": "\#(long)"}}"#,
            "too_long", "filter.brand"),
        ask("an unknown order", #"{"sort": "beauty"}"#, "unknown_value", "sort", at: "/v1/search"),
        ask("a doubled sign", #"{"sort": "--price"}"#, "unknown_value", "sort", at: "/v1/search"),
        ask(
            "bounds that descend", #"{"facets": [{"field": "price", "bounds": [5, 2]}]}"#,
            "malformed", "facets[0].bounds", at: "/v1/search"),
        ask(
            "a facet without a field", #"{"facets": ["brand", {"buckets": 3}]}"#, "missing",
            "facets[1].field", at: "/v1/search"),
        ask("an unknown option of search", #"{"q": "x"}"#, "unknown_value", "q", at: "/v1/search"),
        ask(
            "an offset past the depth", #"{"offset": 1001}"#, "out_of_range", "offset",
            at: "/v1/search"),
        ask("a query of 10 kB", #"{"query": "\#(long)"}"#, "too_long", "query", at: "/v1/search"),
        WrongInput(
            name: "an unknown cursor", path: "/v1/recommend",
            body: Array(#"{"cursor": "c-0"}"#.utf8),
            status: 410, code: "cursor_expired"),
        get(
            "an unknown parameter of suggest", "/v1/suggest?q=a&locale=zh", "unknown_value",
            "locale"),
        get("a parameter given twice", "/v1/suggest?q=a&q=b", "unknown_value", "q"),
        get("a text for suggest's limit", "/v1/suggest?q=a&limit=many", "wrong_type", "limit"),
        get("suggest's limit 1000", "/v1/suggest?q=a&limit=1000", "out_of_range", "limit"),
        get(
            "an offset past every integer", "/v1/events?after=9223372036854775807", "out_of_range",
            "after"),
        get("an offset below 0", "/v1/events?after=-1", "out_of_range", "after"),
        get("a bad escape of a parameter", "/v1/suggest?q=%zz", "malformed"),
    ]

    static let addresses: [WrongInput] = [
        get("an unknown route", "/v2/events", "no_such_route", status: 404),
        get("an unknown route below a known one", "/v1/items/a/b", "no_such_route", status: 404),
        get("a method that the route has not", "/v1/recommend", "wrong_method", status: 405),
        WrongInput(
            name: "a delete of the log", method: "DELETE", status: 405, code: "wrong_method"),
        get("an unknown item", "/v1/items/nobody-knows", "not_found", "id", status: 404),
        get("an unknown user", "/v1/users/nobody-knows", "not_found", "id", status: 404),
        get("an unknown answer", "/v1/requests/r-nobody-knows", "not_found", "id", status: 404),
        get("half an escape in an id", "/v1/items/a%2", "malformed", "id"),
        get("a sign in an escape", "/v1/items/a%+1", "malformed", "id"),
        get("no digits in an escape", "/v1/users/a%zz", "malformed", "id"),
        get("an escape that is no UTF-8", "/v1/items/%ff", "malformed", "id"),
        get("a control character in an address", "/v1/items/a%0Ab", "malformed", "id"),
        get("a null in an address", "/v1/requests/r%00", "malformed", "id"),
        get("an id of 10 kB in an address", "/v1/items/\(long)", "too_long", "id"),
        get("a request id of 10 kB", "/v1/requests/\(long)", "too_long", "id"),
        get(
            "an accent apart from its letter in an address", "/v1/items/e%CC%81", "malformed", "id"),
        put("an id of 10 kB to put", "{}", "too_long", "id", at: "/v1/users/\(long)"),
        put("a control character to put", "{}", "malformed", "id", at: "/v1/items/%7F"),
        WrongInput(
            name: "a bad escape to delete", method: "DELETE", path: "/v1/items/%",
            code: "malformed",
            field: "id"),
    ]

    static let deletions: [WrongInput] = [
        WrongInput(
            name: "a robot to forget", method: "DELETE", path: "/v1/users/u?kind=robot",
            code: "unknown_value", field: "kind"),
        WrongInput(
            name: "an unknown parameter of forgetting", method: "DELETE",
            path: "/v1/users/u?visitor=true", code: "unknown_value", field: "visitor"),
        WrongInput(
            name: "a control character to forget", method: "DELETE", path: "/v1/users/%7F",
            code: "malformed", field: "id"),
    ]

    static let all = deletions + json + events + items + questions + addresses
}
