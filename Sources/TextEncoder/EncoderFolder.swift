internal import Primitives

/// What a folder in the form of Hugging Face says about an encoder, with the modules of
/// sentence-transformers where they are there.
struct EncoderFolder {
    enum Pooling: Hashable, Sendable {
        case mean
        /// The vector of [CLS].
        case first
    }

    let path: String
    let shape: EncoderShape
    let tokeniser: WordPieceTokeniser
    private(set) var pooling = Pooling.mean
    /// Whether vectors are brought to length one.
    private(set) var normalises = false
    /// What stands before queries and before items; some models were trained with it.
    private(set) var queryPrompt = ""
    private(set) var itemPrompt = ""

    var weights: String { "\(path)/model.safetensors" }

    init(_ path: String) throws(TextEncoderError) {
        self.path = path
        shape = try EncoderShape(SettingsFile(path: "\(path)/config.json"))
        tokeniser = try Self.tokeniser(path, shape)
        try readModules()
        let prompts = try SettingsFile.ifThere("\(path)/config_sentence_transformers.json")?
            .object("prompts")
        queryPrompt = try prompts?.text("query") ?? ""
        let passage = try prompts?.text("passage") ?? ""
        itemPrompt = try prompts?.text("document") ?? passage
    }

    private mutating func readModules() throws(TextEncoderError) {
        let file = "\(path)/modules.json"
        guard SmallFile.exists(file) else { return }
        for module in try SettingsFile.list(path: file) {
            let type = try module.text("type") ?? ""
            switch type.split(separator: ".").last {
            case "Transformer": break
            case "Pooling": try readPooling("\(path)/\(module.text("path") ?? "")/config.json")
            case "Normalize": normalises = true
            default:
                throw TextEncoderError(
                    .unsupported, file: file, field: "type",
                    "is \"\(type)\"; Transformer, Pooling and Normalize are known")
            }
        }
    }

    private mutating func readPooling(_ path: String) throws(TextEncoderError) {
        let file = try SettingsFile(path: path)
        var modes: [String] = []
        for mode in [
            "cls_token", "mean_tokens", "max_tokens", "mean_sqrt_len_tokens",
            "weightedmean_tokens", "lasttoken",
        ]
        where try file.flag("pooling_mode_\(mode)") ?? false {
            modes.append(mode)
        }
        if let named = try file.text("pooling_mode") { modes.append(named) }
        switch modes {
        case ["mean_tokens"], ["mean"]: pooling = .mean
        case ["cls_token"], ["cls"]: pooling = .first
        default:
            throw TextEncoderError(
                .unsupported, file: path, field: "pooling_mode",
                "is \(modes.joined(separator: " with ")); the mean and cls are known, one of them")
        }
    }

    // MARK: Tokeniser

    private static func tokeniser(
        _ path: String, _ shape: EncoderShape
    ) throws(TextEncoderError) -> WordPieceTokeniser {
        let whole = try SettingsFile.ifThere("\(path)/tokenizer.json")
        let (vocabulary, file) = try vocabulary(path, whole)
        guard vocabulary.count <= shape.vocabulary else {
            throw TextEncoderError(
                .malformed, file: file,
                "has \(vocabulary.count) pieces, but the model \(shape.vocabulary)")
        }
        let tokeniser = WordPieceTokeniser(
            vocabulary: vocabulary, words: try words(path, whole),
            lengthMax: try lengthMax(path, shape))
        guard let tokeniser else {
            throw TextEncoderError(.malformed, file: file, "lacks one of [UNK], [CLS], [SEP]")
        }
        return tokeniser
    }

    /// From vocab.txt, or else from tokenizer.json.
    private static func vocabulary(
        _ path: String, _ whole: SettingsFile?
    ) throws(TextEncoderError) -> (pieces: [String], file: String) {
        let file = "\(path)/vocab.txt"
        if SmallFile.exists(file) {
            var lines = try SmallFile.bytes(of: file).split(
                separator: 10, omittingEmptySubsequences: false)
            if lines.last?.isEmpty == true { lines.removeLast() }
            return (
                lines.map { String(decoding: $0.last == 13 ? $0.dropLast() : $0, as: UTF8.self) },
                file
            )
        }
        guard let whole, let model = try whole.object("model") else {
            throw TextEncoderError(
                .cannotRead, file: file, "is not there, nor is a tokenizer.json with a model")
        }
        let type = try model.text("type") ?? "WordPiece"
        guard type == "WordPiece", let table = try model.object("vocab") else {
            throw TextEncoderError(
                .unsupported, file: whole.path, field: "model.type",
                "is \"\(type)\"; only WordPiece with a vocabulary is known")
        }
        let numbers = try table.numbers()
        var pieces = [String](repeating: "", count: numbers.count)
        for (piece, number) in numbers {
            guard pieces.indices.contains(number), pieces[number].isEmpty else {
                throw TextEncoderError(
                    .malformed, file: whole.path, field: "model.vocab",
                    "gives \(number) to \"\(piece)\"; numbers from 0 on are wanted, each once")
            }
            pieces[number] = piece
        }
        return (pieces, whole.path)
    }

    /// tokenizer_config.json has the last word, as in transformers.
    private static func words(
        _ path: String, _ whole: SettingsFile?
    ) throws(TextEncoderError) -> BasicTokeniser {
        let settings = try SettingsFile.ifThere("\(path)/tokenizer_config.json")
        let normaliser = try whole?.object("normalizer")
        var words = BasicTokeniser()
        let lowercases = try normaliser?.flag("lowercase") ?? true
        words.lowercases = try settings?.flag("do_lower_case") ?? lowercases
        let separates = try normaliser?.flag("handle_chinese_chars") ?? true
        words.separatesIdeographs = try settings?.flag("tokenize_chinese_chars") ?? separates
        let strips = try normaliser?.flag("strip_accents") ?? words.lowercases
        words.stripsAccents = try settings?.flag("strip_accents") ?? strips
        return words
    }

    private static func lengthMax(
        _ path: String, _ shape: EncoderShape
    ) throws(TextEncoderError) -> Int {
        let file = try SettingsFile.ifThere("\(path)/sentence_bert_config.json")
        guard let file, file["max_seq_length"] != nil else { return shape.positions }
        return min(shape.positions, try file.count("max_seq_length", in: 3...1 << 20))
    }
}
