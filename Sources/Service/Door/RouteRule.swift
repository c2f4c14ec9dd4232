import HTTPTypes
import Hummingbird
package import Storage

/// Who may use a route. The one table of it: the gate asks it, and the tests hold the description
/// of the API against it.
package struct RouteRule: Sendable {
    package var method: String
    /// As the router has it, such as `/v1/items/{id}`.
    package var path: String
    /// The roles that may use it; nil where everybody may, without a key.
    package var roles: Set<AccessRole>?
    /// Whether shoppers wait for its answer, which takes the processor and nothing else: such requests
    /// stand in line where more come than can be answered.
    var isQuestion: Bool { roles == Self.query }
    /// What it is in the log of administrators' acts; nil where it does not stand there.
    var act: AuditRecord.Act?

    private init(
        _ method: String, _ path: String, _ roles: Set<AccessRole>?, act: AuditRecord.Act? = nil
    ) {
        self.method = method
        self.path = path
        self.roles = roles
        self.act = act
    }

    private static let ingest: Set<AccessRole> = [.ingest, .admin]
    private static let query: Set<AccessRole> = [.query, .admin]
    private static let admin: Set<AccessRole> = [.admin]
    private static let any = Set(AccessRole.allCases)

    /// Every route. One that is missing here is the administrators' alone.
    package static let all: [RouteRule] =
        [
            RouteRule("GET", "/healthz", nil),
            RouteRule("GET", "/readyz", nil),
            RouteRule("POST", "/v1/events", ingest),
            RouteRule("PUT", "/v1/items/{id}", ingest),
            RouteRule("DELETE", "/v1/items/{id}", ingest),
            RouteRule("POST", "/v1/items:batch", ingest),
            RouteRule("PUT", "/v1/users/{id}", ingest),
            RouteRule("POST", "/v1/recommend", query),
            RouteRule("POST", "/v1/rank", query),
            RouteRule("POST", "/v1/search", query),
            RouteRule("GET", "/v1/suggest", query),
            RouteRule("GET", "/v1/items/{id}", query),
            RouteRule("GET", "/v1/queries", admin),
            RouteRule("GET", "/v1/rules", admin),
            RouteRule("GET", "/v1/rules/{id}", admin),
            RouteRule("PUT", "/v1/rules/{id}", admin, act: .ruleStored),
            RouteRule("DELETE", "/v1/rules/{id}", admin, act: .ruleRemoved),
            RouteRule("POST", "/v1/rules/preview", admin),
            RouteRule("GET", "/v1/events", admin),
            RouteRule("GET", "/v1/requests/{id}", admin),
            RouteRule("GET", "/v1/requests/{id}/replay", admin),
            RouteRule("GET", "/v1/users/{id}", admin),
            RouteRule("DELETE", "/v1/users/{id}", admin, act: .userForgotten),
            RouteRule("GET", "/v1/stats", admin),
            RouteRule("GET", "/v1/live", admin),
            RouteRule("GET", "/v1/insights", admin),
            RouteRule("GET", "/v1/catalogue", admin),
            RouteRule("GET", "/v1/quarantine", admin),
            RouteRule("GET", "/v1/models", admin),
            RouteRule("PUT", "/v1/models/serving", admin, act: .modelPromoted),
            RouteRule("DELETE", "/v1/models/serving", admin, act: .modelRolledBack),
            RouteRule("GET", "/v1/policy", admin),
            RouteRule("POST", "/v1/policy/promote", admin, act: .policyPromoted),
            RouteRule("POST", "/v1/policy/rollback", admin, act: .policyRolledBack),
            RouteRule("GET", "/metrics", admin),
        ] + WebAsset.all.map { RouteRule("GET", $0.path, $0.isPage ? nil : any) }

    private static let byRoute = Dictionary(
        uniqueKeysWithValues: all.map { ("\($0.method) \($0.path)", $0) })

    /// The rule of a route that the router found.
    static func of(_ method: HTTPRequest.Method, _ path: String) -> RouteRule {
        // `HEAD` is answered wherever `GET` is.
        let name = method == .head ? "GET" : method.rawValue
        return byRoute["\(name) \(path)"] ?? RouteRule(name, path, admin)
    }

    /// The methods that a path takes, in the order of the table.
    static func methods(at path: String) -> [String] {
        let parts = path.split(separator: "/")
        let methods = all.filter { rule in
            let pattern = rule.path.split(separator: "/")
            return pattern.count == parts.count
                && zip(pattern, parts).allSatisfy { $0.hasPrefix("{") || $0 == $1 }
        }.map(\.method)
        return methods.contains("GET") ? methods + ["HEAD"] : methods
    }
}
