import Neural

extension Weights.Linear {
    /// y = x · W + b.
    func forward(_ input: Tensor, into output: Tensor) {
        Gemm.multiply(input, weight, bias: bias, into: output)
    }

    /// Of gradients: adds xᵀ · dy, and dy's sums to the bias where it is not done elsewhere.
    func addGradient(of input: Tensor, _ gradient: Tensor, withBias: Bool = true) {
        Gemm.multiplyTransposed(input, gradient, into: weight, adding: true)
        if withBias { Gemm.sumRows(gradient, into: bias, adding: true) }
    }
}

/// The matrices of a model, transposed once a step for the gradients of their inputs.
final class TransposedWeights {
    struct Block {
        let attend: Tensor
        let join: Tensor
        let widen: Tensor
        let narrow: Tensor
        let gates: [Tensor]
    }

    let blocks: [Block]

    init(_ weights: Weights) {
        func turned(_ linear: Weights.Linear) -> Tensor {
            Tensor(rows: linear.weight.columns, columns: linear.weight.rows)
        }
        blocks = weights.blocks.map { block in
            Block(
                attend: turned(block.attend), join: turned(block.join), widen: turned(block.widen),
                narrow: turned(block.narrow), gates: block.gates.map(turned))
        }
    }

    func update(from weights: Weights) {
        for (block, own) in zip(weights.blocks, blocks) {
            let pairs =
                [
                    (block.attend, own.attend), (block.join, own.join), (block.widen, own.widen),
                    (block.narrow, own.narrow),
                ] + zip(block.gates, own.gates)
            for (linear, turned) in pairs { Gemm.transpose(linear.weight, into: turned) }
        }
    }
}
