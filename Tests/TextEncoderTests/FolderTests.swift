import TestSupport
import Testing
import TextEncoder

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Folders that are not what they should be: an error that names file and field, never a crash.
@Suite("Encoder folders")
struct FolderTests {
    struct Damage: Sendable, CustomTestStringConvertible {
        var testDescription: String
        var file: String
        /// Replaced in the file; nil removes the file.
        var change: (from: String, to: String)?
        var code: TextEncoderError.Code
        var field: String?
    }

    static let damages = [
        Damage(testDescription: "no settings", file: "config.json", code: .cannotRead),
        Damage(
            testDescription: "not JSON", file: "config.json", change: ("{", "["), code: .malformed),
        Damage(
            testDescription: "another family", file: "config.json",
            change: ("\"bert\"", "\"gpt2\""), code: .unsupported, field: "model_type"),
        Damage(
            testDescription: "another activation", file: "config.json",
            change: ("\"gelu\"", "\"mish\""), code: .unsupported, field: "hidden_act"),
        Damage(
            testDescription: "a size that is text", file: "config.json",
            change: ("\"hidden_size\": 24", "\"hidden_size\": \"24\""), code: .malformed,
            field: "hidden_size"),
        Damage(
            testDescription: "heads that do not share", file: "config.json",
            change: ("\"num_attention_heads\": 3", "\"num_attention_heads\": 5"),
            code: .malformed),
        Damage(
            testDescription: "another width than the weights", file: "config.json",
            change: ("\"hidden_size\": 24", "\"hidden_size\": 27"), code: .badWeights,
            field: "embeddings.word_embeddings.weight"),
        Damage(
            testDescription: "layers that are not there", file: "config.json",
            change: ("\"num_hidden_layers\": 2", "\"num_hidden_layers\": 3"), code: .badWeights,
            field: "encoder.layer.2.attention.self.query.weight"),
        Damage(testDescription: "no vocabulary", file: "vocab.txt", code: .cannotRead),
        Damage(
            testDescription: "a vocabulary without its frame", file: "vocab.txt",
            change: ("[SEP]", "SEP"), code: .malformed),
        Damage(
            testDescription: "a vocabulary too long", file: "vocab.txt",
            change: ("red\n", "red\nredd\nredde\n"), code: .malformed),
        Damage(testDescription: "no weights", file: "model.safetensors", code: .cannotRead),
        Damage(
            testDescription: "a module that there is no code for", file: "modules.json",
            change: ("models.Normalize", "models.Dense"), code: .unsupported, field: "type"),
        Damage(
            testDescription: "another pooling", file: "1_Pooling/config.json",
            change: ("pooling_mode_mean_tokens", "pooling_mode_max_tokens"), code: .unsupported,
            field: "pooling_mode"),
    ]

    @Test("are refused with a reason", arguments: damages)
    func refused(damage: Damage) throws {
        let folder = TemporaryDirectory()
        _ = try Command.run("cp", ["-r", "\(Expected.folder)/bert/.", folder.path])
        let path = "\(folder.path)/\(damage.file)"
        if let change = damage.change {
            let script =
                "import sys; f, a, b = sys.argv[1:]; s = open(f).read(); assert a in s; "
                + "open(f, 'w').write(s.replace(a, b, 1))"
            #expect(
                try Command.run("python3", ["-c", script, path, change.from, change.to]).code == 0)
        } else {
            _ = unsafe unlink(path)
        }
        let error = #expect(throws: TextEncoderError.self) {
            _ = try TextEncoder(folder: folder.path)
        }
        #expect(error?.code == damage.code && error?.field == damage.field, "\(error as Any)")
        #expect(error?.file.hasPrefix(folder.path) == true)
    }

    @Test("a query of any length costs what the encoder reads of it")
    func bounded() throws {
        let encoder = try TextEncoder(folder: "\(Expected.folder)/bert")
        let worker = TextEncoder.Worker(encoder)
        for text in [
            String(repeating: "red ", count: 1 << 20), String(repeating: "x", count: 1 << 20),
        ] {
            #expect(encoder.tokeniser.tokens(of: text).count <= 32)
            let isSound = worker.encode(query: text).allSatisfy { $0.isFinite }
            #expect(isSound)
        }
    }
}
