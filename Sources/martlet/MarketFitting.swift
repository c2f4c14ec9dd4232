import Engine
import JSON
import Primitives
import Simulation
import Storage

/// Fits the simulated market to a real shop's orders, and shows how alike they are.
struct MarketFitting {
    let files: [String]

    func run(_ rounds: Int, _ seed: UInt64, _ json: Bool) throws {
        let folder = FileSystem.temporaryFolder + "/" + randomID("martlet-fit-")
        let baskets = try Baskets(files, quarantine: folder)
        FileSystem.remove(folder)
        let purchases = baskets.all.enumerated().flatMap { order, basket in
            basket.items.map {
                MarketPurchase(
                    shopper: basket.customer, order: order, item: Int($0),
                    time: basket.time.seconds / 86_400)
            }
        }
        var fit = MarketFit(purchases, returned: baskets.linesReturned, seed: seed)
        fit.search(rounds: max(0, rounds), show: printError)
        if json { printValue(fit) } else { printText(fit) }
    }

    private func printText(_ fit: MarketFit) {
        print("figure                                     real  simulated")
        for (real, simulated) in zip(fit.real.figures, fit.simulated.figures) {
            let name = real.name + String(repeating: " ", count: max(1, 38 - real.name.count))
            print("\(name)\(column(real.value)) \(column(simulated.value))")
        }
        print("\(fit.trials) trials; parameters:")
        for (name, value) in fit.parameters.figures { print("  \(name) \(value)") }
        print("  hours \(rounded(fit.parameters.hours))")
        print("  weekdays \(rounded(fit.parameters.weekdays))")
    }

    private func rounded(_ values: [Double]) -> [Double] {
        values.map { ($0 * 100).rounded() / 100 }
    }

    private func column(_ value: Double) -> String {
        let text = String((value * 1000).rounded() / 1000)
        return String(repeating: " ", count: max(0, 10 - text.count)) + text
    }

    private func printValue(_ fit: MarketFit) {
        var writer = JSONWriter()
        writer.object { writer in
            for (real, simulated) in zip(fit.real.figures, fit.simulated.figures) {
                writer.field("real: \(real.name)", real.value)
                writer.field("simulated: \(simulated.name)", simulated.value)
            }
            for (name, value) in fit.parameters.figures { writer.field(name, value) }
        }
        print(String(decoding: writer.bytes, as: UTF8.self))
    }
}
