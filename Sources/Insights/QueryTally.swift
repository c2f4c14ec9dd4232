/// How often a query was asked, and how often a click followed before the next one.
package struct QueryTally: Hashable, Sendable {
    package var query: String
    package var searches = 0
    package var clicked = 0

    package var clickRate: Share { Share(min(clicked, searches), of: searches) }
}
