import Neural
import Primitives

extension Tensor {
    func fillUniform(_ bound: Float, _ random: inout SeededRNG) {
        for row in 0..<rows {
            for column in 0..<columns {
                self[row, column] = bound * Float(2 * random.uniform() - 1)
            }
        }
    }

    func fillNormal(_ deviation: Float, _ random: inout SeededRNG) {
        for row in 0..<rows {
            for column in 0..<columns {
                self[row, column] = deviation * Float(random.normal())
            }
        }
    }
}
