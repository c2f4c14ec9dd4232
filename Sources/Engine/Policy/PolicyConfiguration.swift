import Arrangement
package import Commerce
import Primitives

/// How a shop's policy serves and learns; what is not said is as it stands here.
package struct PolicyConfiguration: Hashable, Sendable {
    package var placements: Set<Placement> = [.home]
    /// What an event that names an answer is worth to it.
    package var rewards: [EventType: Double] = [.click: 1, .addToCart: 3, .purchase: 10]
    /// What a reward that comes an hour after the answer counts beside one at once.
    package var discount = 1.0
    /// Seconds after which what nobody turned to counts as shown in vain.
    package var delay = 30.0
    /// Seconds that an answer's rewards are waited for.
    package var window = 600.0
    /// Of placements that have none of their own: without chance there is nothing to learn from.
    package var temperature = 0.3
    /// How far from the ranker an answer may be: the divergence of its first position, in nats.
    package var ball = 1.0
    /// The ball after a drift alarm, until a policy is licensed anew: what the licence was given for is
    /// gone then.
    package var alarmBall = 4.0
    /// How far what learns may be from what the gate let through, in nats.
    package var leeway = 0.25
    package var learningRate = 0.003
    /// Chances move with an item's estimated worth to this power.
    package var sharpness = 2.0
    /// The share of people whose answers a candidate makes where the log cannot tell what it is worth.
    package var canary = 0.05
    /// The share of people who go on to get the ranker's answers, to compare with.
    package var holdout = 0.05
    /// The share of answers in which items that hardly anybody saw may rise by chance.
    package var exploration = 0.02
    /// Answers of a candidate's judgement until the gate looks for the first time.
    package var gateAnswers = 500
    /// Whether the gate promotes by itself.
    package var promotes = true
    package var seed: UInt64 = 1

    package init() {}
}

extension PolicyConfiguration {
    /// Reads the settings of a policy; nil where it is not enabled.
    ///
    /// - Parameters:
    ///   - reader: The fields.
    ///   - schema: Of the shop, for its own types of events.
    /// - Throws: `InvalidField` for the first that cannot be taken.
    package init?(_ reader: inout FieldReader, schema: Schema) throws(InvalidField) {
        let isEnabled = try reader.flag("enabled") ?? false
        if let names = try reader.ids("placements", countMax: Placement.allCases.count) {
            placements = []
            for name in names {
                guard let placement = Placement(rawValue: name) else {
                    throw InvalidField(
                        .unknownValue, reader.path(of: "placements"),
                        "\(clipped(name)) is no placement")
                }
                placements.insert(placement)
            }
        }
        if var own = try reader.object("rewards") {
            rewards = [:]
            for name in own.rest.entries.map(\.name) {
                guard let type = EventType(name: name, schema: schema), type.needsItem else {
                    throw InvalidField(
                        .unknownValue, own.path(of: name), "is no type of event with an item")
                }
                rewards[type] = try own.number(name, in: -1000...1000)
            }
        }
        func share(_ name: String, _ now: Double) throws(InvalidField) -> Double {
            try reader.number(name, in: 0...0.5) ?? now
        }
        discount = try reader.number("discount", in: 0...1) ?? discount
        delay = try reader.number("delay_s", in: 0.1...3600) ?? delay
        window = try reader.number("window_s", in: delay...86_400) ?? window
        temperature = try reader.number("temperature", in: 0.01...10) ?? temperature
        ball = try reader.number("ball", in: 0.001...10) ?? ball
        alarmBall = try reader.number("alarm_ball", in: ball...100) ?? max(ball, alarmBall)
        leeway = try reader.number("leeway", in: 0.001...10) ?? leeway
        learningRate = try reader.number("learning_rate", in: 1e-6...0.1) ?? learningRate
        sharpness = try reader.number("sharpness", in: 0...20) ?? sharpness
        canary = try share("canary", canary)
        holdout = try share("holdout", holdout)
        exploration = try share("exploration", exploration)
        gateAnswers = try reader.integer("gate_answers", in: 50...100_000) ?? gateAnswers
        promotes = try reader.flag("promotes") ?? promotes
        seed = UInt64(try reader.integer("seed", in: 0...Int(Int32.max)) ?? Int(seed))
        if let unknown = reader.rest.entries.first {
            throw InvalidField(.unknownValue, reader.path(of: unknown.name), "is no setting")
        }
        guard isEnabled else { return nil }
    }
}

extension EngineConfiguration {
    /// What the shop wants of a placement, the chance that a policy needs included.
    func settings(of placement: Placement) -> PlacementSettings {
        var settings = placements[placement] ?? PlacementSettings(placement)
        if let policy, policy.placements.contains(placement),
            settings.arrangement.temperature == 0
        {
            settings.arrangement.temperature = policy.temperature
        }
        return settings
    }
}
