import ArgumentParser
import Policy
import Primitives
import Simulation

/// What learning while serving is worth: ways to choose slates on the same simulated shoppers.
struct BenchPolicy: ParsableCommand {
    enum Scenario: String, CaseIterable, ExpressibleByArgument {
        case week, future, shock, launch, cost, gate, baselines
    }

    static let configuration = CommandConfiguration(
        commandName: "policy",
        abstract: "Reward of learning policies in the simulated market, beside rankers.",
        discussion: """
            A ranker learns for some days. Then, from the same moment and for the same shoppers: \
            week: what the learner earns beside the same ranker left as it is, and beside one that \
            learns again each midnight. future: what a learner that looks ahead earns in four weeks \
            beside one that does not. shock: the share of the lost reward that is back two hours after \
            half of the shoppers changed their taste, at 2,000 sessions an hour. launch: how often a \
            truly good new item is shown in its first hour, beside the best slates. cost: reward that \
            drawing costs. gate: a hundred better and a hundred worse candidates, 100,000 slates each; \
            and how soon a canary calls back. baselines: random, popular, ε-greedy and LinUCB. Each \
            market has a seed of its own.
            """)

    @Option(help: "One scenario; all where none is named.") var scenario: Scenario?
    @Option(help: "How many markets.") var seeds = 10
    @Option(help: "The first seed.") var first: UInt64 = 1
    @Option(help: "Shoppers of a market, but for shock and launch.") var shoppers = 4_000
    @Option(help: "Items of the shop.") var items = 600
    @Flag(help: "Print one line of JSON.") var json = false

    func run() throws {
        var measures = PolicyMeasures()
        let scenarios = scenario.map { [$0] } ?? Scenario.allCases
        for seed in first..<first + UInt64(max(1, seeds)) {
            for scenario in scenarios where scenario != .gate {
                measure(scenario, seed, &measures)
                printError("seed \(seed): \(scenario.rawValue) done")
            }
        }
        if scenarios.contains(.gate) { try GateTrial().measure(&measures) }
        measures.figures.print(asJSON: json)
    }

    private func trial(_ seed: UInt64, shoppers: Int, warmUp days: Double) -> PolicyTrial {
        var parameters = MarketParameters()
        parameters.shoppers = shoppers
        let shop = Shop(seed: seed, itemCount: items)
        return PolicyTrial(shop: shop, parameters: parameters, warmUp: days, seed: seed)
    }

    /// As many that there are some 2,000 visits an hour.
    private static let crowd = 72_000

    private func measure(_ scenario: Scenario, _ seed: UInt64, _ measures: inout PolicyMeasures) {
        switch scenario {
        case .week: week(trial(seed, shoppers: shoppers, warmUp: 3), &measures)
        case .future: future(trial(seed, shoppers: shoppers, warmUp: 3), &measures)
        case .shock:
            let shock = trial(seed, shoppers: Self.crowd, warmUp: 0.4).shock(hours: 2)
            let lost = shock.before - shock.frozen[0]
            for (name, shares) in [("learner", shock.online), ("frozen", shock.frozen)] {
                let back = 100 * ((shares.last ?? 0) - shock.frozen[0]) / lost
                measures.add("shock_\(name)_recovered_percent", back, bar: "at least 90, learner")
            }
        case .launch:
            let launch = trial(seed, shoppers: Self.crowd, warmUp: 0.4).launch(hours: 1)
            let shown = launch.shown.suffix(3).reduce(0, +)
            let fair = launch.fair.suffix(3).reduce(0, +)
            guard fair > 0 else { return }
            measures.add("launch_exposure_percent", 100 * shown / fair, bar: "at least 100")
        case .cost:
            let cost = trial(seed, shoppers: shoppers, warmUp: 3).explorationCost(days: 1)
            measures.add("exploration_cost_percent", 100 * cost, bar: "under 2")
        case .baselines: baselines(trial(seed, shoppers: shoppers, warmUp: 3), seed, &measures)
        case .gate: break
        }
    }

    private func week(_ trial: PolicyTrial, _ measures: inout PolicyMeasures) {
        func reward(_ mode: PolicyAgent.Mode) -> Double {
            let reward = trial.run(trial.agent(mode), days: 7).rewards.reduce(0, +)
            measures.add("week_\(mode.rawValue)_reward", reward, bar: "none")
            return reward
        }
        let online = reward(.online)
        measures.add("week_on_static_percent", 100 * (online / reward(.frozen) - 1), bar: "15")
        measures.add("week_on_nightly_percent", 100 * (online / reward(.nightly) - 1), bar: "5")
    }

    private func future(_ trial: PolicyTrial, _ measures: inout PolicyMeasures) {
        let rewards = [1.0, 0].map { farsight in
            trial.run(trial.agent(.online) { $0.farsight = farsight }, days: 28).rewards
        }
        for (name, days) in [("four_weeks", 0..<28), ("fourth_week", 21..<28)] {
            let sums = rewards.map { $0[days].reduce(0, +) }
            measures.add(
                "future_\(name)_percent", 100 * (sums[0] / sums[1] - 1), bar: "10")
        }
    }

    private func baselines(
        _ trial: PolicyTrial, _ seed: UInt64, _ measures: inout PolicyMeasures
    ) {
        func add(_ agent: some MarketAgent) {
            let reward = trial.run(agent, days: 7).rewards.reduce(0, +)
            measures.add("week_\(agent.name)_reward", reward, bar: "none")
        }
        let length = trial.ranker.settings.slateLength
        add(RandomAgent(length: length, seed: seed))
        add(PopularAgent(itemCount: items, length: length))
        add(PopularAgent(itemCount: items, length: length, exploration: 0.05, seed: seed))
        add(LinUCBAgent(length: length))
    }
}
