import Foundation
import Primitives
import Service
import Testing

@Suite("the description of the API and the server say the same")
struct ConformanceTests {
    let description = APIDescription.shared

    @Test("it is served as it is in the sources")
    func served() async throws {
        try await Server.with { _, http in
            let answer = try await http.call("GET", "/openapi.json")
            #expect(answer.body == APIDescription.shared.bytes)
            #expect(answer["openapi"]?.string == "3.1.0")
        }
    }

    @Test("every operation is served", arguments: APIDescription.shared.operations)
    func operation(_ operation: APIDescription.Operation) async throws {
        try await Server.with { _, http in
            let answer = try await http.call(operation.method, operation.address)
            #expect(!["no_such_route", "wrong_method"].contains(answer.code), "\(operation)")
        }
    }

    @Test("every route is described")
    func routes() throws {
        let folder = APIDescription.sources.appending(path: "Service")
        let files = try FileManager.default.contentsOfDirectory(atPath: folder.path)
        var routes: Set<String> = []
        for file in files where file.hasSuffix(".swift") {
            let text = try String(contentsOf: folder.appending(path: file), encoding: .utf8)
            for match in text.matches(of: /router\.(get|post|put|delete|patch|head)\("([^"]+)"/) {
                let path = match.2.replacing(/\/:(\w+)/) { "/{\($0.1)}" }
                routes.insert("\(match.1.uppercased()) \(path)")
            }
        }
        let assets = APIDescription.sources.appending(path: "CWebAssets/assets.c")
        for match in try String(contentsOf: assets, encoding: .utf8).matches(of: /ASSET\("([^"]+)"/)
        {
            routes.insert("GET \(APIDescription.described(String(match.1)))")
        }
        #expect(routes == Set(description.operations.map { "\($0.method) \($0.path)" }))
    }

    @Test("the source has no way to add a route that the test above overlooks")
    func routeForms() throws {
        let folder = APIDescription.sources.appending(path: "Service")
        for file in try FileManager.default.contentsOfDirectory(atPath: folder.path)
        where file.hasSuffix(".swift") {
            let text = try String(contentsOf: folder.appending(path: file), encoding: .utf8)
            for match in text.matches(of: /router\.(\w+)\(([^\n]*)/) {
                let isKnown =
                    match.2.hasPrefix("\"/") || match.2.hasPrefix("RouterPath(asset.path)")
                #expect(match.1 == "add" || isKnown, "\(file): \(match.0)")
            }
        }
    }

    @Test("every example fits its schema, and every example of a body is taken")
    func examples() async throws {
        let description = APIDescription.shared
        try await Server.with { _, http in
            try await http.stock()
            for operation in description.operations {
                for status in operation.content["responses"]?.object?.entries ?? [] {
                    let number = try #require(Int(status.name))
                    let answer = try #require(description.answer(operation, status: number))
                    for content in answer["content"]?.object?.entries ?? [] {
                        Self.check(content.value, "\(operation) \(status.name)")
                    }
                }
                let body = operation.content["requestBody"]?.object
                for content in body?["content"]?.object?.entries ?? [] {
                    Self.check(content.value, "\(operation)")
                    for example in Self.examples(of: content.value) {
                        let path = operation.path.replacing("{id}", with: "85123A-x")
                        let bytes =
                            example.string.map { Array($0.utf8) } ?? bytes(of: example)
                        let answer = try await http.call(
                            operation.method, path, bytes, as: content.name)
                        #expect(answer.status == 200, "\(operation): \(answer.value)")
                    }
                }
            }
        }
    }

    private static func examples(of content: Value) -> [Value] {
        let named = content.object?["examples"]?.object?.entries ?? []
        return named.compactMap { $0.value.object?["value"] }
            + [content.object?["example"]].compactMap { $0 }
    }

    private static func check(_ content: Value, _ place: String) {
        let schema = content.object?["schema"] ?? .null
        for example in examples(of: content) {
            let problems = APIDescription.shared.schema.problems(example, schema)
            #expect(problems == [], "example of \(place)")
        }
    }

    @Test("the validator finds what is wrong")
    func validator() {
        let schema = description.schema
        func problems(_ value: Value, _ name: String) -> Int {
            schema.problems(value, ["$ref": .string("#/components/schemas/\(name)")]).count
        }
        #expect(problems(["error": ["code": "missing", "message": ""]], "Error") == 0)
        #expect(problems(["error": ["code": "nonsense", "message": ""]], "Error") == 1)
        #expect(problems(["error": ["code": "missing"]], "Error") == 1)
        #expect(problems(["error": ["code": "missing", "message": 1]], "Error") == 1)
        #expect(problems(["error": ["code": "missing", "message": ""], "x": 1], "Error") == 1)
        #expect(problems(["minor": -1, "currency": "GBPX"], "Money") == 2)
        #expect(problems(true, "Id") == 1)
        #expect(problems(["nothing": [:]], "Filter") == 1)
    }
}
