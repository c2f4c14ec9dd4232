extension Trainer {
    /// Floating-point operations of a token on its way forward and back, on average over a set:
    /// products of matrices, attention and the loss.
    package func operations(perTokenOf set: TrainingSet) -> Int {
        let shape = model.shape
        let (width, inner) = (shape.width, shape.inner)
        var tokens = 0
        var pairs = 0
        for index in 0..<set.count {
            let length = min(set.starts[index + 1] - set.starts[index] - 1, settings.tokens)
            tokens += length
            pairs += length * (length + 1) / 2
        }
        let attended = Double(pairs) / Double(max(1, tokens))
        let gates = shape.isGated ? 2 * width * width : 0
        let matrices = Double(4 * width * width + 2 * width * inner + gates)
        // Two operations a product, twice for scores and values; backward costs double.
        let block = 2 * matrices + 4 * attended * Double(width)
        let candidates =
            settings.loss == .full ? shape.items : settings.loss.negatives + 1
        let loss = Double(2 * candidates * width)
        return Int(3 * (Double(shape.blocks) * block + loss))
    }
}
