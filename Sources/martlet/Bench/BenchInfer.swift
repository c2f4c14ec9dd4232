import ArgumentParser
import Neural
import Primitives
import SequenceModel
import Service
import VectorIndex

/// One thread that follows many shoppers: the cost of each event, of the best items after it, and
/// of what is remembered.
struct BenchInfer: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "infer", abstract: "Microseconds of taking an event in, and of the best items."
    )

    @Option(help: "Items of the catalogue.") var items = 100_000
    @Option(help: "Shoppers with a state each.") var people = 100_000
    @Option(help: "The mean length of their histories, which are geometric.") var mean = 20
    @Option(help: "Floats of an item's vector.") var width = 64
    @Option(help: "Blocks of the transformer.") var blocks = 2
    @Option(help: "Attention heads.") var heads = 2
    @Option(help: "Events that are encoded anew when a history outgrows one and a half of it.")
    var window = 200
    @Option(help: "Events and queries measured.") var events = 20_000
    @Flag(help: "Read the model's matrices rounded to bytes.") var bytes = false
    @Option(help: "Draws weights, histories and shoppers.") var seed: UInt64 = 1
    @Flag(help: "Print one line of JSON.") var json = false

    func run() async throws {
        var shape = ModelShape(items: items)
        shape.width = width
        shape.blocks = blocks
        shape.heads = heads
        shape.inner = 4 * width
        shape.window = window
        if let problem = shape.problem { throw ValidationError(problem) }
        let model = Transformer(shape, seed: seed)
        let reader = IncrementalReader(model, inBytes: bytes)
        var random = SeededRNG(seed: seed)
        let states = (0..<people).map { _ in
            let state = ShopperState(shape)
            reader.read(history(&random), into: state)
            return state
        }
        var figures = Figures()
        let bytes = states.reduce(0) { $0 + $1.bytes }
        figures.add("states_mb", Double(bytes) / 1e6, "\(grouped(people)) states")
        measureAppends(states, reader, &random, &figures)
        measureSearch(states, model, &random, &figures)
        figures.add("rss_mb", Double(residentBytes()) / 1e6, "the whole process")
        figures.print(asJSON: json)
    }

    private func history(_ random: inout SeededRNG) -> EventSequence {
        var history: [UInt32] = []
        repeat {
            history.append(UInt32(random.index(below: items)))
        } while history.count < window && random.chance(1 - 1 / Double(mean))
        return EventSequence(items: history)
    }

    private func measureAppends(
        _ states: [ShopperState], _ reader: IncrementalReader, _ random: inout SeededRNG,
        _ figures: inout Figures
    ) {
        var samples = Samples()
        let clock = ContinuousClock()
        for _ in 0..<events {
            let state = states[random.index(below: states.count)]
            let item = UInt32(random.index(below: items))
            samples.add(clock.measure { reader.append(item: item, to: state) })
        }
        figures.add("append_p50_us", samples.microseconds(quantile: 0.5), "one event")
        figures.add("append_p99_us", samples.microseconds(quantile: 0.99), "re-anchoring included")
    }

    private func measureSearch(
        _ states: [ShopperState], _ model: Transformer, _ random: inout SeededRNG,
        _ figures: inout Figures
    ) {
        let table = VectorTable(model.items.array.span, dimensions: width)
        let bytes = QuantisedVectorTable(table)
        let clock = ContinuousClock()
        var floats = Samples()
        var quantised = Samples()
        for _ in 0..<max(1, events / 20) {
            let query = states[random.index(below: states.count)].hidden.array
            floats.add(clock.measure { _ = table.best(100, for: query.span) })
            quantised.add(clock.measure { _ = bytes.best(100, for: query.span) })
        }
        figures.add("top100_p50_us", floats.microseconds(quantile: 0.5), "float")
        figures.add("top100_p99_us", floats.microseconds(quantile: 0.99), "float")
        figures.add("top100_int8_p50_us", quantised.microseconds(quantile: 0.5), "one byte")
        figures.add("top100_int8_p99_us", quantised.microseconds(quantile: 0.99), "one byte")
    }
}
