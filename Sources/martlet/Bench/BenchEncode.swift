import ArgumentParser
import Service
import TextEncoder

/// One thread and an encoder of the BERT family: the cost of a query, and of a catalogue's texts.
/// `scale/pytorch/encode.py` runs it beside PyTorch.
struct BenchEncode: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "encode", abstract: "Milliseconds of a query's vector, texts a second.",
        discussion: "The folder is one of Hugging Face: config.json, vocab.txt, model.safetensors.")

    @Option(help: "The encoder's folder.") var encoder: String
    @Option(help: "A query to encode; several may be given.")
    var query = [
        "red dress", "usb c cable 2m", "wireless noise cancelling headphones",
        "sony bravia 55 inch oled television", "waterproof hiking boots women size 39",
    ]
    @Option(help: "How often each query is encoded.") var repeats = 100
    @Option(help: "Texts that are encoded together.") var texts = 512
    @Flag(help: "Print one line of JSON.") var json = false

    func validate() throws {
        guard !query.isEmpty, repeats > 0, texts > 0 else {
            throw ValidationError("counts must be positive")
        }
    }

    func run() async throws {
        let clock = ContinuousClock()
        var opened: TextEncoder?
        let opening = try clock.measure { opened = try TextEncoder(folder: encoder) }
        guard let opened else { return }
        let worker = TextEncoder.Worker(opened)
        for text in query { _ = worker.encode(query: text) }
        var samples = Samples()
        for _ in 0..<repeats {
            for text in query { samples.add(clock.measure { _ = worker.encode(query: text) }) }
        }
        let catalogue = (0..<texts).map { number in
            "\(query[number % query.count]), \(query[(number / 2) % query.count]), model \(number)"
        }
        let tokens = catalogue.reduce(0) { $0 + opened.tokeniser.tokens(of: $1).count }
        let packed = clock.measure { _ = worker.encode(items: catalogue) }
        var figures = Figures()
        figures.add("open_ms", opening / .milliseconds(1), "settings, vocabulary, mapping")
        figures.add("p50_ms", samples.milliseconds(quantile: 0.5), "one query")
        figures.add("p99_ms", samples.milliseconds(quantile: 0.99), "one query")
        figures.add("least_ms", samples.milliseconds(quantile: 0), "one query")
        figures.add("docs_per_s", Double(texts) / (packed / .seconds(1)), "packed together")
        figures.add("tokens_per_s", Double(tokens) / (packed / .seconds(1)), "packed together")
        figures.add("rss_mb", Double(residentBytes()) / 1e6, "the whole process")
        figures.print(asJSON: json)
    }
}
