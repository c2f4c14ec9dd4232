import SequenceModel

extension ModelTraining {
    private static let headPasses = 3
    /// Small logs are passed over more often, until so many events were learnt from.
    private static let headEvents = 100_000
    /// Every so many people are asked instead of learnt from.
    private static let askedPeople = 10

    /// Teaches a trained model how likely it is that who turns to an item puts it into the cart, buys
    /// or rates it, and says how well it foretells that of people that the heads did not learn from.
    /// Kinds of events that the log does not have get no head; heads that are there go on.
    func learnHeads(of model: Transformer, from data: TrainingData) -> [HeadTrainer.Figures] {
        var (learnt, asked) = (TrainingSet(), TrainingSet())
        for (person, sequence) in data.sequences.enumerated() {
            if person % Self.askedPeople == 0 {
                asked.append(sequence)
            } else {
                learnt.append(sequence)
            }
        }
        let seen = Set(data.sequences.flatMap(\.actions))
        let missing = TrainingData.heads.filter { head in
            seen.contains(head.kind) && !model.heads.contains { $0.name == head.name }
        }
        model.heads += missing.map {
            ActionHead($0.name, actions: $0.actions, width: model.shape.width)
        }
        guard learnt.count > 0 else { return [] }
        let trainer = HeadTrainer(model, model.heads)
        trainer.fit(
            learnt, passes: max(Self.headPasses, Self.headEvents / learnt.events),
            seed: options.seed)
        return trainer.figures(on: asked)
    }
}
