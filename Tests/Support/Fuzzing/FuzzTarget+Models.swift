import Neural
import SequenceModel
import TestSupport
import TextEncoder

/// Files that models come from. Lengths and checksums in them are made to fit, where a wrong one
/// would turn every input away at the door.
extension FuzzTarget {
    static let models = [safetensors, checkpoint, encoder, wordPieces, vectors]

    /// The header as text, then zeros for the tensors.
    static let safetensors = FuzzTarget(
        "safetensors",
        seeds: [
            #"{"a":{"dtype":"F32","shape":[4,4],"data_offsets":[0,64]}}"#,
            #"{"__metadata__":{"k":"\u706f"},"b":{"dtype":"I8","shape":[],"data_offsets":[0,1]}}"#,
            #"{"a":{"dtype":"F16","shape":[2],"data_offsets":[0,4]},"b":"#
                + #"{"dtype":"I64","shape":[0,3],"data_offsets":[4,4]}}   "#,
        ],
        words: [
            "\"dtype\":\"", "\"shape\":[", "\"data_offsets\":[", "9223372036854775807", "F32",
            "BF16", "I8", "__metadata__", "\\ud800", "{\"a\":{", "4294967296,4294967296",
        ]
    ) { [scratch = ModelScratch()] header in
        for data in [0, 4, 64] {
            let path = scratch.write(header: header, data: [UInt8](repeating: 0, count: data))
            guard let file = try? SafetensorsFile(path: path) else { continue }
            for (name, entry) in file.header.entries {
                guard let tensor = try? file.tensor(name) else { continue }
                try require(
                    tensor.count == entry.shape.reduce(1, *) && 2 * tensor.count <= data,
                    "\(tensor.count) floats out of \(data) bytes")
            }
        }
        _ = try? SafetensorsFile(path: scratch.folder.write(header, to: "raw"))
    }

    /// The header of a checkpoint, which says how large the model is.
    static let checkpoint = FuzzTarget(
        "checkpoint", bytes: [checkpointParts.header],
        words: [
            "\"width\":\"", "\"blocks\":\"", "\"heads\":\"", "\"window\":\"", "99999999999", "-1",
            "\"action_heads\":\"", "cart:1,2;", "content_seed",
        ]
    ) { [scratch = ModelScratch()] header in
        let path = scratch.write(header: header, data: checkpointParts.data)
        guard let (model, ids) = try? Transformer.read(path) else { return }
        try require(ids.count == model.shape.items, "as many names as items")
        try require(model.shape.problem == nil, "the shape \(model.shape) is none")
    }

    /// config.json, vocab.txt, tokenizer.json and modules.json with a control character between them.
    static let encoder = FuzzTarget(
        "encoder",
        seeds: [
            ModelScratch.settings + "\u{1}" + ModelScratch.vocabulary,
            ModelScratch.settings + "\u{1}\u{1}"
                + #"{"model":{"type":"WordPiece","vocab":{"[UNK]":0,"[CLS]":1,"[SEP]":2,"a":3}}}"#,
            ModelScratch.settings + "\u{1}" + ModelScratch.vocabulary
                + "\u{1}"
                + #"{"normalizer":{"type":"BertNormalizer","lowercase":true},"truncation":{"max_length":4}}"#
                + "\u{1}" + #"[{"type":"sentence_transformers.models.Transformer","path":""}]"#,
        ],
        words: [
            "\u{1}", "\"hidden_size\":", "\"vocab_size\":", "\"model_max_length\":", "1e300", "-1",
            "[UNK]\n", "##a\n", "\"strip_accents\":", "Normalize", "null", "distilbert",
        ]
    ) { [scratch = ModelScratch()] bytes in
        let parts = bytes.split(separator: 1, maxSplits: 3, omittingEmptySubsequences: false)
        let names = ["config.json", "vocab.txt", "tokenizer.json", "modules.json"]
        for name in names { scratch.folder.delete(name) }
        for (name, part) in zip(names, parts) where !part.isEmpty {
            _ = scratch.folder.write(part, to: name)
        }
        guard let encoder = try? TextEncoder(folder: scratch.folder.path) else { return }
        let vector = TextEncoder.Worker(encoder).encode(query: "a lamp, 灯")
        try require(vector.count == encoder.dimensions, "a vector of another length")
    }

    static let wordPieces = FuzzTarget(
        "word-pieces", seeds: ["a lamp", "灯 a", "ＡA\u{301}", "aaaa##a", "[SEP]"],
        words: ["\u{301}", "灯", "\u{FFFD}", "\u{200D}", "##", "[CLS]", "\u{AD}", "\u{1F3FD}"]
    ) { [encoder = ModelScratch().encoder] bytes in
        let encoder = try require(encoder, "the small encoder cannot be opened")
        let tokens = encoder.tokeniser.tokens(of: String(decoding: bytes, as: UTF8.self))
        try require(
            (1...encoder.tokeniser.lengthMax).contains(tokens.count)
                && tokens.allSatisfy { (0..<Int32(encoder.shape.vocabulary)).contains($0) },
            "tokens that the model has no vectors for: \(tokens)")
    }

    /// A file of vectors by content: what is read from it is as if it had been encoded anew.
    static let vectors = FuzzTarget(
        "vectors", bytes: [ModelScratch().vectors(of: ["a", "b"])], words: ["\u{0}", ".MRTLTV1"]
    ) { [scratch = ModelScratch()] bytes in
        let path = scratch.folder.write(bytes, to: "vectors")
        guard let kept = try? ModelScratch.contentVectors(path) else {
            throw Finding(description: "damage keeps vectors from being made anew")
        }
        let texts = ["a", "c"]
        _ = try? kept.update(texts, encode: ModelScratch.encode)
        for text in texts {
            let vector = (try? kept.vector(of: text)) ?? nil
            try require(
                vector == ModelScratch.encode([text]), "\(text) has the vector \(vector ?? [])")
        }
    }

    private static let checkpointParts = ModelScratch().checkpoint
}
