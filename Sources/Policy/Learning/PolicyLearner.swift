import Neural
import Primitives

/// Chooses slates and learns from what comes of them: an actor that draws, and a critic that says what
/// an item is worth to whoever asks.
///
/// - The critic's click head learns at once, its worth head when the reward window of a slate is over.
/// - Worth is a click's own reward and, times `farsight`, what it changes in all that the person brings
///   later: a label of what came in a window, the value network for what comes after it, and a line
///   through the items' features (`FutureIndex`).
/// - The actor steps towards the policy that draws an item with its worth to the power of `sharpness`
///   (the soft policy improvement of Haarnoja et al., "Soft actor-critic", 2018, on a discrete choice),
///   and along the sampled policy gradient with the top-K correction.
/// - What it draws from stays in a ball around the licensed policy.
///
/// A reference: one thread at a time.
package final class PolicyLearner {
    package let settings: PolicySettings
    package let shape: PolicyShape
    package let network: PolicyNetwork
    package let value: ValueNetwork
    package var evidence = ItemEvidence()
    package internal(set) var futures: FutureIndex
    package private(set) var ledger: RewardLedger
    /// Questions or outcomes that were refused for numbers that are none or lengths that differ.
    package internal(set) var refused = 0
    /// Steps of the network so far.
    package internal(set) var steps = 0
    /// The chance that each position is looked at, the first one's being 1.
    package var looks: [Double]
    /// What the ball is around; nil where nothing is licensed yet.
    let licensed: PolicyNetwork
    private(set) var isLicensed = false
    var labels: ValueLabels
    var fresh: [PolicyDecision] = []
    var recent: ReplayBuffer<PolicyDecision>
    var closed: ReplayBuffer<PolicyDecision>
    var valueLabels: ReplayBuffer<ValueLabels.Label>
    /// Raised where clicks turn out other than foretold, and until when it lasts.
    package internal(set) var drift: DriftAlarm
    /// Clicks of the slates since it was asked last that were foretold and did not come.
    var shortfall = (sum: 0.0, count: 0)
    var alertEnd = -Double.infinity
    /// Whether the world has changed since the policy was licensed.
    package internal(set) var isOutdated = false
    package internal(set) var tilt: ClickTilt
    var rng: SeededRNG
    var single: PolicyBatch
    var batch: PolicyBatch
    let gradient: Tensor
    let valueStates: Tensor
    /// The value network's unit, in reward.
    static let valueUnit = 5.0
    private static let candidatesMax = 64

    /// - Parameters:
    ///   - state: floats of a question's state.
    ///   - candidate: floats of a candidate.
    ///   - settings: how it learns.
    ///   - seed: of the weights and of what is drawn.
    package init(
        state: Int, candidate: Int, settings: PolicySettings = PolicySettings(), seed: UInt64
    ) {
        self.settings = settings
        shape = PolicyShape(state: state, candidate: candidate + ItemEvidence.count)
        let slates = 2 * settings.batch
        let rows = slates * Self.candidatesMax
        network = PolicyNetwork(shape, seed: seed, slatesMax: slates, candidatesMax: rows)
        licensed = PolicyNetwork(
            shape, seed: seed, slatesMax: 1, candidatesMax: Self.candidatesMax)
        futures = FutureIndex(features: shape.candidate)
        value = ValueNetwork(state: state, seed: seed, rowsMax: slates)
        ledger = RewardLedger(window: settings.rewardWindow, openMax: settings.openMax)
        labels = ValueLabels(window: settings.valueWindow, patience: settings.patience)
        looks = (0..<settings.slateLength).map { 1 / (1 + 0.25 * Double($0)) }
        recent = ReplayBuffer(settings.recentMax)
        closed = ReplayBuffer(settings.replayMax)
        valueLabels = ReplayBuffer(settings.replayMax)
        drift = DriftAlarm(
            allowance: settings.alarmAllowance, threshold: settings.alarmThreshold)
        tilt = ClickTilt(
            states: state, candidates: shape.candidate, spread: settings.tiltSpread,
            halfLife: settings.tiltHalfLife)
        rng = SeededRNG(seed: stableHash("policy", seed: seed))
        single = PolicyBatch(shape, slatesMax: 1, candidatesMax: Self.candidatesMax)
        batch = PolicyBatch(shape, slatesMax: slates, candidatesMax: rows)
        gradient = Tensor(rows: rows, columns: PolicyNetwork.Head.allCases.count)
        valueStates = Tensor(rows: slates, columns: state)
        // A click is rare and worth a little more than itself.
        network.weights[8].array = [0, -2.5, 1.5]
    }

    /// Makes the present policy the one that the ball is around.
    package func license() {
        licensed.copy(network)
        isLicensed = true
        isOutdated = false
    }

    // MARK: Choosing

    /// Draws a slate; nil for a question with numbers that are none, or too many candidates.
    ///
    /// - Parameters:
    ///   - question: who asks, and for what.
    ///   - exploring: whether new items are given the benefit of the doubt.
    /// - Returns: the slate and its propensities.
    package func draw(_ question: PolicyQuestion, exploring: Bool = true) -> PolicyDecision? {
        guard let features = features(of: question, evidence) else { return nil }
        var scores = reading(question.state, features).logits
        if isLicensed {
            licensed.forward(single)
            let region = TrustRegion(
                radius: isOutdated ? settings.alarmRadius : settings.trustRadius)
            let around = single.rows[0].map { licensed.output(.choice, of: $0) }
            scores = region.project(scores, around: around)
        }
        guard scores.allSatisfy(\.isFinite) else { return nil }
        if exploring { surprise(&scores, question) }
        let draw = PlackettLuce.draw(scores, length: settings.slateLength, &rng)
        let chances = PlackettLuce.softmax(scores)
        return PolicyDecision(
            question: question, features: features, slate: draw.slate,
            propensities: draw.propensities, firstChances: draw.slate.map { chances[$0] })
    }

    /// The slate of the items that the critic holds to be worth most, without any chance.
    ///
    /// - Parameters:
    ///   - question: who asks, and for what.
    ///   - known: the evidence that it may use.
    ///   - leaning: whether by what the network has not learnt yet, too.
    /// - Returns: the slate, with propensities of 1.
    package func rank(
        _ question: PolicyQuestion, by known: ItemEvidence, leaning: Bool = false
    ) -> PolicyDecision? {
        guard let features = features(of: question, known) else { return nil }
        let worth =
            leaning
            ? reading(question.state, features).worth
            : single.rows[0].map { self.worth(ofRow: $0, in: single) }
        let order = worth.indices.sorted { (worth[$1], $0) < (worth[$0], $1) }
        let slate = Array(order.prefix(settings.slateLength))
        let certain = Array(repeating: 1.0, count: slate.count)
        return PolicyDecision(
            question: question, features: features, slate: slate, propensities: certain,
            firstChances: certain)
    }

    /// Reads a question into the network; nil where it cannot be read.
    private func features(
        of question: PolicyQuestion, _ known: ItemEvidence
    ) -> [Float]? {
        let width = shape.candidate - ItemEvidence.count
        guard !question.items.isEmpty, question.items.count <= Self.candidatesMax,
            question.state.count == shape.state, question.time.isFinite,
            question.candidates.count == width * question.items.count,
            question.state.allSatisfy(\.isFinite), question.candidates.allSatisfy(\.isFinite)
        else {
            refused += 1
            return nil
        }
        var features: [Float] = []
        features.reserveCapacity(shape.candidate * question.items.count)
        for (place, item) in question.items.enumerated() {
            features += question.candidates[place * width..<(place + 1) * width]
            known.append(item, at: question.time, to: &features)
        }
        single.clear()
        guard single.append(state: question.state, features: features) else { return nil }
        network.forward(single)
        return features
    }

    /// Of the question that the network just read.
    private func reading(_ state: [Float], _ features: [Float]) -> PolicyReading {
        PolicyReading(
            network, single.rows[0], tilts: tilt.tilts(state, features),
            sharpness: settings.sharpness, later: { later($0, in: single) })
    }

    /// Adds to the scores of items that few have seen what they might be better or worse than thought.
    private func surprise(_ scores: inout [Double], _ question: PolicyQuestion) {
        for (place, item) in question.items.enumerated()
        where evidence.looks(at: item, time: question.time) < settings.youth {
            let surprise = evidence.surprise(item, at: question.time, &rng)
            scores[place] += settings.sharpness / 2 * surprise
        }
    }

    /// What showing an item is worth if it is looked at: the chance of a click times a click's worth.
    func worth(ofRow row: Int, in batch: PolicyBatch) -> Double {
        network.chance(ofRow: row)
            * max(0.05, network.output(.worth, of: row) + later(row, in: batch))
    }

    /// What a click adds to the person's future, as far as it counts.
    func later(_ row: Int, in batch: PolicyBatch) -> Double {
        guard settings.farsight > 0 else { return 0 }
        let features = (0..<shape.candidate).map { batch.candidates[row, $0] }
        return settings.farsight * futures.gain(of: features)
    }

    // MARK: Outcomes

    /// Takes what came of a slate at once; trains where a batch is full and `trains` says so.
    ///
    /// - Parameters:
    ///   - decision: what was shown.
    ///   - outcome: what the person did.
    ///   - trains: whether the network may change now.
    package func learn(
        _ decision: PolicyDecision, _ outcome: PolicyOutcome, trains: Bool = true
    ) {
        let count = decision.slate.count
        guard outcome.clicked.count == count, outcome.rewards.count == count,
            outcome.minutes.count == count, outcome.rewards.allSatisfy(\.isFinite),
            outcome.minutes.allSatisfy(\.isFinite), outcome.state.count == shape.state,
            outcome.state.allSatisfy(\.isFinite)
        else {
            refused += 1
            return
        }
        let question = decision.question
        for (position, place) in decision.slate.enumerated() {
            evidence.note(
                question.items[place], look: looks[position], clicked: outcome.clicked[position],
                worth: outcome.rewards[position] - (outcome.clicked[position] ? 1 : 0),
                minutes: outcome.minutes[position], time: question.time)
        }
        if trains { follow(decision, outcome.clicked) }
        var decision = decision
        decision.clicked = outcome.clicked
        decision.rewards = outcome.rewards
        let reward = outcome.rewards.reduce(0, +)
        labels.credit(person: question.person, reward: reward, time: question.time)
        let clicks = zip(decision.slate, outcome.clicked).filter(\.1).map(\.0)
        labels.open(
            person: question.person, before: question.state, state: outcome.state,
            regressors: futures.regressors(decision.features, clicked: clicks),
            time: question.time)
        ledger.open(decision)
        fresh.append(decision)
        for done in ledger.close(at: question.time) { closed.append(done) }
        for label in labels.close(at: question.time) {
            learnFuture(label)
            valueLabels.append(label)
        }
        if trains, fresh.count >= settings.batch { trainOnline() }
    }

    /// Takes a reward that came later.
    ///
    /// - Parameters:
    ///   - reward: negative for what was taken back.
    ///   - id: of the reward; a second one of the same id does nothing.
    ///   - person: who brought it.
    ///   - request: the slate that it is owed to.
    ///   - item: the number of the item.
    ///   - time: when it happened, in days.
    package func learn(
        reward: Double, id: String, person: Int, request: String, item: Int, time: Double
    ) {
        let isTaken = ledger.credit(
            id: id, request: request, item: item, reward: reward, time: time)
        if isTaken { labels.credit(person: person, reward: reward, time: time) }
    }
}
