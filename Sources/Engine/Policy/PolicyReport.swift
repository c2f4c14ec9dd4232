package import Policy
package import Primitives

/// How a shop's policy stands.
package struct PolicyReport: Sendable {
    /// What slates and reports call the ranker without a policy.
    package static let ranker = "ranker"

    /// Both arms in a stretch of time.
    package struct Period: Sendable {
        package var from: Timestamp
        package var policy: CanaryTest.Arm
        package var ranker: CanaryTest.Arm
    }

    /// What exploration costs, as a share of all reward, with its interval where enough is known.
    package struct Exploration: Sendable {
        package var share = 0.0
        package var answers = 0
        package var cost = 0.0
        package var halfWidth: Double?
    }

    /// `off`, `shadow`, `canary` or `serving`.
    package var state = "off"
    package var isOn: Bool { state != "off" }
    package var placements: [String] = []
    package var serving: String?
    package var live = ""
    package var candidate: String?
    package var share = 0.0
    package var ball = 0.0
    package var divergence = 0.0
    package var effectiveSample: Double?
    package var answers = 0
    package var waiting = 0
    package var steps = 0
    package var refused = 0
    package var lost = 0
    package var rewards = RewardLedger.Counts()
    package var policy = CanaryTest.Arm()
    package var ranker = CanaryTest.Arm()
    package var periods: [Period] = []
    package var exploration = Exploration()
    package var alarms = 0
    package var shifts: [(input: String, shift: Double)] = []
    package var calibration: [(foretold: Double, observed: Double, shown: Int)] = []
    var newestReward: Timestamp?
    var published: Timestamp?
    /// Seconds since the newest event, the newest reward that was credited, and what the weights in the
    /// answers know; nil where there is none.
    package var ages: (event: Double?, reward: Double?, policy: Double?) = (nil, nil, nil)
    package var versions: [PolicyVersion] = []
    package var verdicts: [PolicyVerdict] = []

    package init() {}
}
