/// A stretch of letters and digits of one kind of script.
struct Run {
    enum Script {
        /// Words with blanks between them.
        case spaced
        case ideographic
        case unspaced
    }

    /// Longest run, in bytes of its folded form; what goes past it is left out, or, where there are no
    /// blanks, a run of its own.
    static let bytesMax = 240

    /// Its folded form among the letters of all runs.
    var letters: Range<Int>
    var script: Script
    /// Where it stands in the text, in UTF-8.
    var source: Range<Int>
    /// The one ASCII character between it and the run before; 0 where there is another gap.
    var glue: UInt8
    var isNumber: Bool
}
