/// How large a model is: what its weights can be made and read by.
package struct ModelShape: Hashable, Sendable {
    /// Items of the catalogue; the table has a row for each.
    package var items: Int
    /// Floats of an item's vector and of the stream through the blocks.
    package var width = 64
    package var blocks = 2
    /// Attention heads; they share the width.
    package var heads = 2
    /// Floats inside the feed-forward part.
    package var inner = 256
    /// Tokens that are encoded anew when a history has outgrown `reach`.
    package var window = 200
    /// Kinds of events; 0 where they are not told apart.
    package var actions = 0
    /// Classes of the time since the event before; 0 where times are unknown.
    package var gaps = 0
    /// Buckets of what shoppers say of themselves; 0 where they say nothing. A power of two.
    package var attributes = 0
    /// Whether each branch is gated by its input before it joins the stream (LiGR: Borisyuk et al.,
    /// "LiGR: Learning to rank with transformers", 2025; eSASRec, 2025).
    package var isGated = false

    /// Tokens of the longest sequence. Positions count from its first token: past one and a half
    /// windows a history starts anew from its last window.
    package var reach: Int { window + window / 2 }

    package init(items: Int) { self.items = items }

    /// Says what cannot be built; nil where all is well.
    package var problem: String? {
        if items < 1 { return "a model needs at least one item" }
        if width < 8 || width % 8 != 0 { return "the width must be a multiple of 8" }
        if heads < 1 || width % (2 * heads) != 0 {
            return "the heads must share the width evenly, an even number of floats each"
        }
        if blocks < 1 || inner < 8 || window < 2 {
            return "blocks, inner width and window must be positive"
        }
        if attributes & (attributes - 1) != 0 {
            return "the buckets of attributes must be a power of two"
        }
        return nil
    }
}
