/// What people bring in a window after a slate, discounted: labels for the value network. Whoever
/// does not come back brings nothing, and that is known when the window is over, so nobody is left out
/// for staying away.
struct ValueLabels: Sendable {
    struct Label: Sendable {
        /// Before the slate, after it, and when last seen in the window.
        let before: [Float]
        let state: [Float]
        var last: [Float]
        let time: Double
        /// What was clicked, as the future index reads it.
        let regressors: [Double]
        var value = 0.0
    }

    private let window: Double
    private let patience: Double
    private var open: [Label] = []
    private var first = 0
    /// By person, their open labels, as places in all labels ever opened.
    private var places: [Int: [Int]] = [:]
    private var people: [Int] = []
    private var base = 0

    init(window: Double, patience: Double) {
        self.window = window
        self.patience = patience
    }

    mutating func open(
        person: Int, before: [Float], state: [Float], regressors: [Double], time: Double
    ) {
        places[person, default: []].append(base + open.count)
        people.append(person)
        open.append(
            Label(before: before, state: state, last: state, time: time, regressors: regressors))
    }

    mutating func credit(person: Int, reward: Double, time: Double) {
        guard reward != 0 else { return }
        for place in places[person] ?? [] {
            let index = place - base
            let age = time - open[index].time
            guard age >= 0, age <= window else { continue }
            open[index].value += reward * exponential(-age / patience)
        }
    }

    /// Labels whose window is over, oldest first.
    mutating func close(at time: Double) -> [Label] {
        var done: [Label] = []
        while first < open.count, open[first].time + window < time {
            var label = open[first]
            if let last = places[people[first]]?.last { label.last = open[last - base].state }
            done.append(label)
            // A person's labels close in the order in which they were opened.
            places[people[first]]?.removeFirst()
            if places[people[first]]?.isEmpty == true { places[people[first]] = nil }
            first += 1
        }
        if first > 4096, first > open.count / 2 {
            open.removeFirst(first)
            people.removeFirst(first)
            base += first
            first = 0
        }
        return done
    }
}
