import Commerce
import Engine
import Hummingbird
import JSON
import Policy
import Primitives

/// The policy of a shop: how it stands, what was decided and why, and what an administrator decides.
struct PolicyRoutes {
    let engine: Engine

    func add(to router: Router<ShopContext>) {
        router.get("/v1/policy") { _, _ in report() }
        router.post("/v1/policy/promote") { request, _ in try await promote(request) }
        router.post("/v1/policy/rollback") { _, _ in
            try await engine.rollBackPolicy()
            return report()
        }
    }

    private func promote(_ request: Request) async throws -> Response {
        var reader = FieldReader(try await request.fields())
        let version = try reader.id("version")
        try reader.finish()
        try await engine.promotePolicy(version)
        return report()
    }

    private func report() -> Response {
        var writer = JSONWriter(reserving: 8192)
        writer.object { writer in (engine.policy ?? PolicyReport()).write(to: &writer) }
        return Response(json: writer)
    }
}

extension PolicyReport {
    fileprivate func write(to writer: inout JSONWriter) {
        writer.field("state", state)
        writer.array("placements") { for placement in placements { $0.write(placement) } }
        if isOn {
            if let serving { writer.field("serving", serving) }
            writer.field("live", live)
            if let candidate { writer.field("candidate", candidate) }
            writer.field("share", share)
            writer.field("ball", ball)
            writer.field("divergence", divergence)
            if let effectiveSample { writer.field("effective_sample", effectiveSample) }
            writeLearning(to: &writer)
            writeDrift(to: &writer)
            writer.object("freshness") { writer in
                if let age = ages.event { writer.field("event_s", age) }
                if let age = ages.reward { writer.field("reward_s", age) }
                if let age = ages.policy { writer.field("policy_s", age) }
            }
        }
        writer.array("arms") { writer in
            for (name, arm) in [("policy", policy), ("ranker", ranker)] where isOn {
                writer.object { writer in
                    writer.field("arm", name)
                    arm.write(to: &writer)
                }
            }
        }
        writer.array("over_time") { writer in
            for period in periods {
                writer.object { writer in
                    writer.field("from", period.from.description)
                    for (name, arm) in [("policy", period.policy), ("ranker", period.ranker)]
                    where arm.count > 0 {
                        writer.object(name) { arm.write(to: &$0) }
                    }
                }
            }
        }
        writer.array("versions") { writer in
            for version in versions { writer.object { version.write(to: &$0) } }
        }
        writer.array("decisions") { writer in
            for verdict in verdicts { writer.object { verdict.write(to: &$0) } }
        }
    }

    private func writeLearning(to writer: inout JSONWriter) {
        writer.object("learning") { writer in
            writer.field("slates", answers)
            writer.field("waiting", waiting)
            writer.field("steps", steps)
            writer.field("refused", refused)
            writer.field("lost", lost)
            writer.object("rewards") { writer in
                for (name, count) in rewards.named { writer.field(name, count) }
            }
        }
        writer.object("exploration") { writer in
            writer.field("share", exploration.share)
            writer.field("answers", exploration.answers)
            writer.field("cost", exploration.cost)
            if let half = exploration.halfWidth {
                writer.field("low", exploration.cost - half)
                writer.field("high", exploration.cost + half)
            }
        }
    }

    private func writeDrift(to writer: inout JSONWriter) {
        writer.object("drift") { writer in
            writer.field("alarms", alarms)
            writer.array("inputs") { writer in
                for (input, shift) in shifts {
                    writer.object { writer in
                        writer.field("input", input)
                        writer.field("shift", shift)
                    }
                }
            }
            writer.array("calibration") { writer in
                for part in calibration {
                    writer.object { writer in
                        writer.field("foretold", part.foretold)
                        writer.field("observed", part.observed)
                        writer.field("shown", part.shown)
                    }
                }
            }
        }
    }
}

extension CanaryTest.Arm {
    fileprivate func write(to writer: inout JSONWriter) {
        writer.field("answers", Int(count))
        writer.field("mean", mean)
        writer.field("low", mean - halfWidth)
        writer.field("high", mean + halfWidth)
    }
}

extension PolicyVersion {
    fileprivate func write(to writer: inout JSONWriter) {
        writer.field("version", version)
        writer.field("created", created.description)
        if let parent { writer.field("parent", parent) }
        writer.field("slates", answers)
        writer.field("steps", steps)
    }
}

extension PolicyVerdict {
    fileprivate func write(to writer: inout JSONWriter) {
        writer.field("time", time.description)
        writer.field("version", version)
        writer.field("verdict", outcome.rawValue)
        writer.field("by", author.rawValue)
        writer.field("reason", reason)
        guard let evidence else { return }
        writer.field("incumbent", evidence.incumbent)
        writer.field("candidate", evidence.candidate)
        writer.field("gain_low", evidence.gainLow)
        writer.field("effective_sample", evidence.effectiveSample)
        writer.field("weight_max", evidence.weightMax)
    }
}

extension RewardLedger.Counts {
    /// By what came of a reward.
    var named: [(name: String, count: Int)] {
        [
            ("credited", credited), ("duplicate", duplicate), ("late", late), ("early", early),
            ("unknown", unknown), ("not_finite", notFinite), ("crowded_out", crowdedOut),
        ]
    }
}
