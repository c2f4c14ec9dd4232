import Neural

/// The large matrices of a block in bytes; gates stay in floats.
struct ByteBlock {
    let attend: ByteMatrix
    let join: ByteMatrix
    let widen: ByteMatrix
    let narrow: ByteMatrix

    init(_ block: Weights.Block) {
        attend = ByteMatrix(block.attend.weight)
        join = ByteMatrix(block.join.weight)
        widen = ByteMatrix(block.widen.weight)
        narrow = ByteMatrix(block.narrow.weight)
    }
}
