import Primitives

extension Market {
    /// The shopper reads a slate from the top, and the visit goes on or ends.
    mutating func react(to places: [Int], _ observation: MarketObservation) -> MarketReaction {
        let index = observation.shopper
        let count = places.count
        var reaction = MarketReaction(
            clicked: Array(repeating: false, count: count),
            bought: Array(repeating: false, count: count),
            dwell: Array(repeating: 0, count: count))
        guard !places.isEmpty else {
            reaction.endsVisit = true
            leave(index)
            return reaction
        }
        tally.slates += 1
        // Judged before anything in this slate changes the shopper's mind.
        let appeals = places.map { appeal(of: observation.items[$0], to: index) }
        var pleasures: [Double] = []
        for (position, place) in places.enumerated() {
            let item = observation.items[place]
            shoppers[index].shown.append(item)
            let chance = clickChance(of: appeals[position], at: position, by: index)
            guard shoppers[index].rng.chance(chance) else { continue }
            reaction.clicked[position] = true
            pleasures.append(pleasure(of: item, to: index))
            reaction.dwell[position] = read(item, by: index)
            let wants = purchaseChance(of: item, appeal: appeals[position], by: index)
            if shoppers[index].rng.chance(wants) {
                buy(item, position, by: index, observation.request, &reaction)
            }
        }
        close(&reaction, pleasures, index)
        return reaction
    }

    /// Looks closely: the looks wear off, and quality shows. The seconds it took.
    private mutating func read(_ item: Int, by index: Int) -> Double {
        let pleasure = pleasure(of: item, to: index)
        shoppers[index].feel(pleasure, rate: parameters.memory)
        let leaf = shop.traits[item].leaf
        shoppers[index].satiation[leaf] += Float(parameters.satiation)
        shoppers[index].learn(items[item].content, rate: 0.1)
        shoppers[index].learnInSession(items[item].content)
        let seconds = 5 + 100 * pleasure * (0.5 + shoppers[index].rng.uniform())
        shoppers[index].dwell += 0.2 * (Float(seconds / 60) - shoppers[index].dwell)
        return seconds
    }

    private mutating func buy(
        _ item: Int, _ position: Int, by index: Int, _ request: Int,
        _ reaction: inout MarketReaction
    ) {
        let weight = parameters.purchaseWeight
        shoppers[index].spent += items[item].price
        shoppers[index].satiation[shop.traits[item].leaf] += Float(3 * parameters.satiation)
        shoppers[index].learn(items[item].content, rate: 0.1)
        shoppers[index].remember(bought: item)
        var moment = time
        if shoppers[index].rng.chance(parameters.delayedShare) {
            moment += delay(parameters.delayHours / 24, index)
            agenda.schedule(
                .feedback(
                    MarketFeedback(
                        kind: .purchase, request: request, item: item, reward: weight,
                        time: moment)), at: moment)
        } else {
            reaction.bought[position] = true
            tally.purchases += 1
            orders += 1
            book(item, by: index)
        }
        guard shoppers[index].rng.chance(returnChance(of: item)) else { return }
        moment += delay(parameters.returnDays, index)
        agenda.schedule(
            .feedback(
                MarketFeedback(
                    kind: .return, request: request, item: item, reward: -weight, time: moment)),
            at: moment)
    }

    private mutating func delay(_ mean: Double, _ index: Int) -> Double {
        -mean * Real.logarithm(1 - shoppers[index].rng.uniform())
    }

    /// Adds the slate up and decides whether the visit goes on: who was pleased looks on, and who was
    /// let down leaves.
    private mutating func close(
        _ reaction: inout MarketReaction, _ pleasures: [Double], _ index: Int
    ) {
        let clicks = pleasures.count
        let pleasure = pleasures.reduce(0, +) / Double(max(1, clicks))
        let letdown = clicks > 0 ? (1 - pleasure) * (1 - pleasure) : 0
        let bought = reaction.bought.count { $0 }
        reaction.reward = Double(clicks) + parameters.purchaseWeight * Double(bought)
        tally.clicks += clicks
        tally.reward += reaction.reward
        // Finding nothing is a small disappointment.
        if clicks == 0 { shoppers[index].feel(0.35, rate: parameters.memory / 3) }
        shoppers[index].clickRate += 0.1 * (Float(clicks) - shoppers[index].clickRate)
        shoppers[index].purchaseRate += 0.05 * (Float(bought) - shoppers[index].purchaseRate)
        shoppers[index].steps += 1
        shoppers[index].stepsLeft -= shoppers[index].rng.chance(pleasure) ? 0 : 1
        let isLetDown = shoppers[index].rng.chance(parameters.abandonment * letdown)
        reaction.state = state(of: index)
        let tooLong = shoppers[index].shown.count >= MarketShopper.shownMax
        reaction.endsVisit = shoppers[index].stepsLeft <= 0 || isLetDown || tooLong
        if reaction.endsVisit {
            leave(index)
        } else {
            let seconds = 20 + 60 * shoppers[index].rng.uniform()
            agenda.schedule(.slate(shopper: index), at: time + seconds / 86_400)
        }
    }
}

extension MarketShopper {
    /// Moves satisfaction towards an experience.
    fileprivate mutating func feel(_ pleasure: Double, rate: Double) {
        satisfaction += rate * (pleasure - satisfaction)
    }
}
