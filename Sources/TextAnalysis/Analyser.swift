/// Turns text into the terms that an index holds.
///
/// Words of alphabetic scripts are folded (case, width, accents) and lose an English plural. Runs
/// of Chinese, Japanese and Korean characters become overlapping pairs, beside single characters
/// when they are indexed, so that both a pair and a lone character can be found.
package enum Analyser {
    /// Terms of a text to index, in order, repeats kept.
    package static func indexTerms(_ text: String) -> [String] {
        var terms: [String] = []
        forEachRun(of: text) { run, isIdeographic in
            guard isIdeographic else { return terms.append(stem(run)) }
            let characters = Array(run)
            terms += characters.map(String.init)
            terms += pairs(characters)
        }
        return terms
    }

    /// Terms of a query, in order: pairs alone where there are any.
    package static func queryTerms(_ text: String) -> [String] {
        var terms: [String] = []
        forEachRun(of: text) { run, isIdeographic in
            guard isIdeographic else { return terms.append(stem(run)) }
            let characters = Array(run)
            terms += characters.count == 1 ? [run] : pairs(characters)
        }
        return terms
    }

    /// The folded words of a text, unstemmed; what a shopper has typed so far.
    package static func words(_ text: String) -> [String] {
        var words: [String] = []
        forEachRun(of: text) { run, _ in words.append(run) }
        return words
    }

    private static func pairs(_ characters: [Character]) -> [String] {
        zip(characters, characters.dropFirst()).map { String([$0, $1]) }
    }

    /// Calls `body` with each folded run of letters and digits, and whether it is ideographic.
    private static func forEachRun(of text: String, _ body: (String, Bool) -> Void) {
        var run = String.UnicodeScalarView()
        var isIdeographic = false
        func flush() {
            if !run.isEmpty { body(String(run), isIdeographic) }
            run = String.UnicodeScalarView()
        }
        for scalar in text.unicodeScalars {
            guard Folding.isWordPart(scalar) else {
                if !Folding.isIgnored(scalar) { flush() }
                continue
            }
            let ideographic = Folding.isIdeographic(scalar)
            if ideographic != isIdeographic { flush() }
            isIdeographic = ideographic
            Folding.append(scalar, to: &run)
        }
        flush()
    }

    /// Harman's S stemmer ("How effective is suffixing?", JASIS 1991): plurals only, so that it
    /// almost never joins words of different meaning. Beyond it, `boxes` and `watches` lose both
    /// letters, and words in -ie go with those in -y, so that `hoodie` finds `hoodies`.
    static func stem(_ word: String) -> String {
        guard word.utf8.count > 3 else { return word }
        let isLong = word.utf8.count > 4
        if isLong, word.hasSuffix("ie") { return word.dropLast(2) + "y" }
        guard word.hasSuffix("s") else { return word }
        if isLong, word.hasSuffix("ies"), !word.hasSuffix("eies"), !word.hasSuffix("aies") {
            return word.dropLast(3) + "y"
        }
        if word.hasSuffix("sses") || word.hasSuffix("xes") || word.hasSuffix("ches")
            || word.hasSuffix("shes")
        {
            return String(word.dropLast(2))
        }
        if word.hasSuffix("us") || word.hasSuffix("ss") || word.hasSuffix("is") { return word }
        return String(word.dropLast())
    }
}
