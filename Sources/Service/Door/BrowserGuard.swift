import HTTPTypes
import Hummingbird

/// Keeps the pages of other sites out of a server that asks for no keys.
///
/// Such a server trusts whoever can reach it, and any page in a browser on the machine can: by
/// sending forms across origins, or by a name of its own that suddenly resolves to 127.0.0.1 (DNS
/// rebinding). A browser cannot hide either of them: it names the host that it believes to talk to,
/// and the origin of what it sends. Where keys are asked for, neither matters, for no browser adds
/// one by itself.
enum BrowserGuard {
    /// - Throws: `APIError` `foreign_host` or `cross_origin`.
    static func check(_ request: Request) throws {
        let host = request.head.authority ?? ""
        guard host.isEmpty || isLocal(host) else {
            throw APIError(
                .forbidden, "foreign_host",
                "this server asks for no keys and so answers to localhost and 127.0.0.1 only; "
                    + "`martlet keys create` makes keys")
        }
        guard request.method != .get, request.method != .head else { return }
        let origin = request.headers[.origin]
        let site = request.headers[.fetchSite]
        guard origin.map({ $0 == "http://\(host)" || $0 == "https://\(host)" }) ?? true,
            site.map({ $0 == "same-origin" || $0 == "none" }) ?? true
        else {
            throw APIError(
                .forbidden, "cross_origin", "pages of other origins may not write here")
        }
    }

    private static func isLocal(_ authority: String) -> Bool {
        if authority == "[::1]" || authority.hasPrefix("[::1]:") { return true }
        let host = authority.prefix { $0 != ":" }.lowercased()
        return ClientAddress.isLoopback(host: host)
    }
}
