import Engine
import Policy

extension Metrics {
    /// What is told of the policy; nothing where the shop has none.
    func text(of policy: PolicyReport?) -> String {
        guard let policy else { return "" }
        var text = ""
        func add(_ name: String, _ kind: String, _ help: String, _ values: [(String, Double)]) {
            guard !values.isEmpty else { return }
            text += "# HELP martlet_policy_\(name) \(help)\n# TYPE martlet_policy_\(name) \(kind)\n"
            for (own, value) in values {
                text += "martlet_policy_\(name)\(own.isEmpty ? labels() : labels(own)) \(value)\n"
            }
        }
        add("share", "gauge", "Share of people whose answers it makes.", [("", policy.share)])
        add("divergence", "gauge", "Mean KL from the ranker, nats.", [("", policy.divergence)])
        add("steps_total", "counter", "Steps of learning.", [("", Double(policy.steps))])
        add("waiting", "gauge", "Answers that wait for rewards.", [("", Double(policy.waiting))])
        add(
            "lost_total", "counter", "Answers and rewards past a bound.",
            [("", Double(policy.lost))])
        add(
            "rewards_total", "counter", "Rewards by what came of them.",
            policy.rewards.named.map { ("outcome=\"\($0.name)\"", Double($0.count)) })
        add(
            "reward", "gauge", "Mean reward of an answer since the shares changed.",
            [("policy", policy.policy), ("ranker", policy.ranker)].filter { $0.1.count > 0 }
                .map { ("arm=\"\($0.0)\"", $0.1.mean) })
        add("drift_alarms_total", "counter", "Changes of the world.", [("", Double(policy.alarms))])
        add(
            "input_shift", "gauge", "Inputs of late from all, in standard deviations.",
            policy.shifts.map { ("input=\"\($0.input)\"", $0.shift) })
        add(
            "age_seconds", "gauge", "Age of the newest thing inside each part of an answer.",
            [
                ("event", policy.ages.event), ("reward", policy.ages.reward),
                ("policy", policy.ages.policy),
            ].compactMap { name, age in age.map { ("part=\"\(name)\"", $0) } })
        return text
    }
}
