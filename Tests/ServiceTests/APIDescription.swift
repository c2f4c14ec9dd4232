import Foundation
import JSON
import Primitives
import Service
import Testing

/// The description of the API, as the sources have it.
struct APIDescription: Sendable {
    struct Operation: Sendable, CustomStringConvertible {
        var method: String
        var path: String
        var content: Fields
        var description: String { "\(method) \(path)" }

        /// An address of it that is there, where the path leaves one open; a stream ends at once.
        var address: String {
            path.replacing("{id}", with: "x").replacing("{folder}/{name}", with: "shop/shop.js")
                .replacing("{name}", with: "dom.js")
                .replacing("/v1/live", with: "/v1/live?seconds=0")
        }

        /// The roles that may use it; nil where everybody may.
        var roles: Set<String>? {
            guard case .array(let ways)? = content["security"],
                case .array(let roles)? = ways.first?.object?["key"]
            else { return nil }
            return Set(roles.compactMap(\.string))
        }
    }

    static let sources = URL(filePath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent().appending(path: "Sources")

    static let shared: APIDescription = {
        let file = sources.appending(path: "CWebAssets/web/openapi.json")
        guard let data = try? Data(contentsOf: file),
            let value = try? JSONParser.parse([UInt8](data))
        else { preconditionFailure("\(file.path) cannot be read") }
        return APIDescription(bytes: [UInt8](data), root: value)
    }()

    let bytes: [UInt8]
    let root: Value

    var schema: JSONSchema { JSONSchema(root: root) }

    var operations: [Operation] {
        guard let paths = root.object?["paths"]?.object else { return [] }
        return paths.entries.flatMap { path in
            (path.value.object?.entries ?? []).filter { $0.name != "parameters" }.map {
                Operation(
                    method: $0.name.uppercased(), path: path.name,
                    content: $0.value.object ?? Fields())
            }
        }
    }

    /// The operation that serves a request; nil where the description has none.
    func operation(_ method: String, _ path: String) -> Operation? {
        let parts = path.prefix { $0 != "?" }.split(separator: "/")
        return operations.first { operation in
            let pattern = operation.path.split(separator: "/")
            return operation.method == method && pattern.count == parts.count
                && zip(pattern, parts).allSatisfy { $0.hasPrefix("{") || $0 == $1 }
        }
    }

    /// A route's path as the description has it: what the pages load stands there by its depth.
    static func described(_ path: String) -> String {
        guard path.hasPrefix("/assets/") else { return path }
        return path.split(separator: "/").count == 2
            ? "/assets/{name}" : "/assets/{folder}/{name}"
    }

    /// What the description says of an answer; nil where it does not have that status.
    func answer(_ operation: Operation, status: Int) -> Fields? {
        guard let found = operation.content["responses"]?.object?["\(status)"]?.object else {
            return nil
        }
        return found["$ref"].map { schema.resolve($0).object ?? Fields() } ?? found
    }

    /// Reads the body of an answer, and records an issue where it is not as described.
    func check(
        _ reply: HTTPConnection.Reply, to method: String, _ path: String
    ) throws -> Value {
        #expect(reply.header("X-Request-Id") != nil, "\(method) \(path)")
        let type = String((reply.header("Content-Type") ?? "").prefix { $0 != ";" })
        let isJSON = type == "application/json"
        let value =
            isJSON
            ? try JSONParser.parse(reply.body)
            : .string(String(decoding: reply.body, as: UTF8.self))
        guard let operation = operation(method, path) else {
            let error = root.object?["components"]?.object?["schemas"]?.object?["Error"] ?? .null
            #expect(
                [404, 405].contains(reply.status) && schema.problems(value, error) == [],
                "\(method) \(path)")
            return value
        }
        let described = try #require(
            answer(operation, status: reply.status),
            "\(operation) is not described to answer \(reply.status): \(value)")
        let content = try #require(
            described["content"]?.object?[type]?.object?["schema"],
            "\(operation) is not described to answer with \(type)")
        #expect(schema.problems(value, content) == [], "\(operation) \(reply.status)")
        for header in described["headers"]?.object?.entries ?? [] {
            #expect(reply.header(header.name) != nil, "\(operation) lacks \(header.name)")
        }
        return value
    }
}
