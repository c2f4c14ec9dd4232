import ArgumentParser
import Policy
import Primitives
import Simulation

/// What learning while serving is worth: ways to choose slates on the same simulated shoppers.
struct BenchPolicy: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "policy",
        abstract: "Reward of learning policies in the simulated market, beside rankers.",
        discussion: """
            A ranker learns for three days. Then, from the same moment and for the same shoppers: \
            static ranks by what it knew, nightly learns again each midnight, online learns from \
            every slate, farsighted also from what slates change in a shopper's future. Rewards are \
            clicks and weighted purchases of all days after the third.
            """)

    @Option(help: "How many markets, each with a seed of its own.") var seeds = 10
    @Option(help: "The first seed.") var first: UInt64 = 1
    @Option(help: "Days measured.") var days = 7
    @Option(help: "Shoppers at the start.") var shoppers = 10_000
    @Option(help: "Items of the shop.") var items = 600
    @Flag(help: "Compare random, popular, ε-greedy and LinUCB too.") var baselines = false
    @Flag(help: "Print one line of JSON.") var json = false

    func run() throws {
        var rewards: [(name: String, values: [Double])] = []
        for seed in first..<first + UInt64(max(1, seeds)) {
            for (place, result) in measure(seed).enumerated() {
                if rewards.count <= place { rewards.append((result.name, [])) }
                rewards[place].values.append(result.reward)
                printError("seed \(seed): \(result.name) \(Int(result.reward))")
            }
        }
        var figures = Figures()
        for (name, values) in rewards {
            figures.add("\(name)_reward", Self.mean(values), "mean reward, \(name)")
        }
        guard let online = rewards.first(where: { $0.name == "online" })?.values else { return }
        for (name, values) in rewards where name != "online" {
            let gains = zip(online, values).map { 100 * ($0 / $1 - 1) }
            let error = Self.standardError(gains)
            figures.add("gain_on_\(name)_percent", Self.mean(gains), "online over \(name), %")
            figures.add("gain_on_\(name)_error", error, "standard error of that over seeds")
        }
        figures.print(asJSON: json)
    }

    private func measure(_ seed: UInt64) -> [(name: String, reward: Double)] {
        var parameters = MarketParameters()
        parameters.shoppers = shoppers
        let shop = Shop(seed: seed, itemCount: items)
        let trial = PolicyTrial(shop: shop, parameters: parameters, warmUp: 3, seed: seed)
        let agents = [
            trial.agent(.frozen), trial.agent(.nightly), trial.agent(.online),
            trial.agent(.online, name: "farsighted") { $0.farsight = 1 },
        ]
        var results = agents.map { agent in
            (agent.name, trial.run(agent, days: days).rewards.reduce(0, +))
        }
        guard baselines else { return results }
        func add(_ agent: some MarketAgent) {
            results.append((agent.name, trial.run(agent, days: days).rewards.reduce(0, +)))
        }
        let length = parameters.slateLength
        add(RandomAgent(length: length, seed: seed))
        add(PopularAgent(itemCount: items, length: length))
        add(PopularAgent(itemCount: items, length: length, exploration: 0.05, seed: seed))
        add(LinUCBAgent(length: length))
        return results
    }

    private static func mean(_ values: [Double]) -> Double {
        values.reduce(0, +) / Double(max(1, values.count))
    }

    private static func standardError(_ values: [Double]) -> Double {
        let mean = mean(values)
        let squares = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
        let count = Double(values.count)
        return (squares / max(1, count - 1) / count).squareRoot()
    }
}
