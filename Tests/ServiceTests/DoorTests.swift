import Engine
import Foundation
import Primitives
import Service
import Storage
import TestSupport
import Testing

@Suite("who is let in")
struct DoorTests {
    @Test("the description names the roles of the table")
    func table() {
        let described = Dictionary(
            uniqueKeysWithValues: APIDescription.shared.operations.map {
                ($0.description, $0.roles)
            })
        var known: [String: Set<String>?] = [:]
        for rule in RouteRule.all {
            let path = APIDescription.described(rule.path)
            known["\(rule.method) \(path)"] =
                .some(rule.roles.map { Set($0.map(\.rawValue)) })
        }
        for (operation, roles) in described {
            #expect(known[operation] == .some(roles), "\(operation)")
        }
    }

    @Test("the room's page names the roles of the table")
    func page() throws {
        let file = APIDescription.sources.appending(path: "Service/Service.docc/Service.md")
        let text = try String(contentsOf: file, encoding: .utf8)
        for rule in RouteRule.all where !rule.path.hasPrefix("/assets/") {
            let roles = rule.roles.map { set in
                AccessRole.allCases.filter(set.contains).map(\.rawValue).joined(separator: ", ")
            }
            let row = "| `\(rule.method) \(rule.path)` | \(roles ?? "everybody") |"
            #expect(text.contains(row), "\(row)")
        }
    }

    @Test("every operation asks for a key, and for one of the right role")
    func operations() async throws {
        try await Door.with { door in
            let wrong =
                "mk_" + String(repeating: "0", count: 8) + "_" + String(repeating: "0", count: 40)
            for operation in APIDescription.shared.operations {
                let path = operation.address
                guard let roles = operation.roles else {
                    #expect(try await door.ask(operation.method, path).status == 200)
                    continue
                }
                for (key, code) in [
                    (nil, "key_missing"), (wrong, "key_unknown"), ("x", "key_unknown"),
                ] {
                    let reply = try await door.ask(operation.method, path, key: key)
                    #expect(reply.status == 401 && reply.code == code, "\(operation)")
                    #expect(reply.headers("WWW-Authenticate")?.hasPrefix("Bearer") == true)
                }
                for (role, key) in door.keys {
                    try await HTTPConnection.with(host: "127.0.0.1", port: door.port, key: key) {
                        http in
                        let answer = try await http.call(operation.method, path)
                        let mayEnter = roles.contains(role.rawValue)
                        #expect(
                            (answer.code == "role_insufficient") != mayEnter, "\(operation) \(role)"
                        )
                        #expect((answer.status == 403) != mayEnter, "\(operation) \(role)")
                        #expect(answer.status != 401)
                    }
                }
            }
            #expect(door.engine.statistics.events == 0)
        }
    }

    @Test("a wrong secret is answered as an unknown id is, byte by byte")
    func wrongSecret() async throws {
        try await Door.with { door in
            let id = try #require(door.keys[.admin].flatMap { AccessToken.id(in: $0) })
            let secret = String(repeating: "0", count: 40)
            var answers: [String] = []
            for id in [id, "00000000"] {
                let text = try await door.raw(
                    "GET /v1/stats HTTP/1.1\r\nHost: any\r\nConnection: close\r\n"
                        + "Authorization: Bearer mk_\(id)_\(secret)\r\n\r\n")
                // But for what differs from any answer to the next.
                answers.append(
                    text.split(separator: "\r\n")
                        .filter {
                            let name = $0.prefix { $0 != ":" }.lowercased()
                            return name != "x-request-id" && name != "date"
                        }
                        .joined(separator: "\n"))
            }
            #expect(answers[0] == answers[1])
            #expect(answers[0].hasPrefix("HTTP/1.1 401") && answers[0].contains("key_unknown"))
        }
    }

    @Test("an unknown path tells nothing to those without a key")
    func unknownPaths() async throws {
        try await Door.with { door in
            for path in ["/nowhere", "/v1", "/healthz/", "//healthz", "/v1/items/x/y", "/%2e"] {
                let open = try await door.ask("GET", path)
                #expect(
                    [401, 200].contains(open.status) && open.code != "no_such_route", "\(path)")
            }
            for method in ["HEAD", "OPTIONS", "TRACE", "PATCH"] {
                #expect(try await door.ask(method, "/v1/recommend").status == 401, "\(method)")
            }
            let key = door.keys[.query]
            #expect(try await door.ask("GET", "/nowhere", key: key).code == "no_such_route")
            let wrong = try await door.ask("DELETE", "/v1/items:batch", key: key)
            #expect(wrong.status == 405 && wrong.headers("Allow") == "POST")
            let item = try await door.ask("PATCH", "/v1/items/x", key: key)
            #expect(item.headers("Allow") == "PUT, DELETE, GET, HEAD")
        }
    }

    @Test("the scheme of the header is in any case, and nothing else is a key")
    func header() async throws {
        try await Door.with { door in
            let key = try #require(door.keys[.admin])
            func status(_ header: String) async throws -> Substring {
                try await door.raw(
                    "GET /v1/stats HTTP/1.1\r\nHost: any\r\n\(header)\r\nConnection: close\r\n\r\n"
                ).prefix(12)
            }
            #expect(try await status("Authorization: bEARER  \(key)") == "HTTP/1.1 200")
            for header in [
                "Authorization: Basic \(key)", "Authorization: \(key)", "Authorization: Bearer",
                "Authorization: Bearer \(key) \(key)", "X-Key: \(key)",
                "Cookie: Authorization=Bearer \(key)",
            ] {
                #expect(try await status(header) == "HTTP/1.1 401", "\(header)")
            }
        }
    }

    @Test("the first key closes an open server, and no revocation opens it again")
    func firstKey() async throws {
        try await Door.with(roles: []) { door in
            let now = door.clock.clock.now()
            #expect(try await door.ask("GET", "/v1/stats").status == 200)
            let token = try door.access.create(.admin, label: "", expires: nil, at: now)
            #expect(try await door.untilAnswered(401, "/v1/stats").code == "key_missing")
            #expect(try await door.ask("GET", "/v1/stats", key: token.text).status == 200)
            try door.access.revoke(token.id, at: now)
            #expect(
                try await door.untilAnswered(401, "/v1/stats", key: token.text).code
                    == "key_unknown")
            #expect(try await door.ask("GET", "/v1/stats").status == 401)
        }
    }

    @Test("keys are renewed while the server runs, and none but the revoked one ends")
    func rotation() async throws {
        try await Door.with { door in
            let now = door.clock.clock.now()
            let old = try #require(door.keys[.admin])
            let new = try door.access.create(.admin, label: "", expires: nil, at: now).text
            #expect(try await door.untilAnswered(200, "/v1/stats", key: new).status == 200)
            #expect(try await door.ask("GET", "/v1/stats", key: old).status == 200)
            try door.access.revoke(try #require(AccessToken.id(in: old)), at: now)
            #expect(try await door.untilAnswered(401, "/v1/stats", key: old).status == 401)
            #expect(try await door.ask("GET", "/v1/stats", key: new).status == 200)
        }
    }

    @Test("a key expires at its moment")
    func expiry() async throws {
        try await Door.with { door in
            let soon = door.clock.clock.now() + 60
            let key = try door.access.create(.query, label: "", expires: soon, at: soon).text
            #expect(try await door.untilAnswered(200, "/v1/suggest", key: key).status == 200)
            door.clock.advance(59.5)
            #expect(try await door.ask("GET", "/v1/suggest", key: key).status == 200)
            door.clock.advance(0.5)
            #expect(try await door.ask("GET", "/v1/suggest", key: key).code == "key_unknown")
        }
    }

    @Test("--require-keys asks for them where there is none")
    func required() async throws {
        try await Door.with(roles: [], { $0.requiresKeys = true }) { (door: Door) async throws in
            #expect(try await door.ask("GET", "/v1/stats").code == "key_missing")
            #expect(try await door.ask("GET", "/healthz").status == 200)
        }
    }

    @Test(
        "an address that others can reach needs a key",
        arguments: ["0.0.0.0", "::", "shop.example"])
    func reach(_ host: String) async throws {
        let error = await #expect(throws: ServerError.self) {
            try await Door.with(roles: [], { $0.host = host }) { _ in Issue.record("it served") }
        }
        #expect(error?.code == .noKeys && error?.message.contains("martlet keys create") == true)
    }

    @Test("IPv6 loopback is loopback", .enabled(if: RawSocket.reachesIPv6))
    func loopback6() async throws {
        try await Door.with(roles: [], { $0.host = "::1" }) { (door: Door) async throws in
            let status = try await HTTPConnection.with(host: "::1", port: door.port) {
                try await $0.ask("GET", "/v1/stats").status
            }
            #expect(status == 200)
        }
    }

    @Test("all IPv6 addresses are remote ones", .enabled(if: RawSocket.reachesIPv6))
    func remote6() async throws {
        try await Door.with(roles: [.admin], { $0.host = "::" }) { (door: Door) async throws in
            for key in [nil, door.keys[.admin]] {
                let status = try await HTTPConnection.with(host: "::1", port: door.port, key: key) {
                    try await $0.ask("GET", "/v1/stats").status
                }
                #expect(status == (key == nil ? 401 : 200))
            }
        }
    }

    @Test("with a key it is served there, and never open")
    func remote() async throws {
        try await Door.with(roles: [.query], { $0.host = "0.0.0.0" }) { (door: Door) async throws in
            #expect(try await door.ask("GET", "/v1/suggest").status == 401)
            #expect(try await door.ask("GET", "/v1/suggest", key: door.keys[.query]).status == 200)
        }
    }
}
