import TextAnalysis

/// Words that say little about what is looked for: an item need not hold them where the query has
/// others.
struct StopWords {
    /// By language; those of English and Chinese also where the language is not known.
    private static let lists: [String: String] = [
        "en": """
        a an and any are as at be by do does for from have how i in is it me my of on or some
        that the their this to was we what which will with you your
        """,
        "zh": "的 了 和 与 及 或 在 是 有 我 我要 想要 要 买 个 款 请问 什么 哪些 怎么",
        "da": "af at de den der det en er et for fra har i kan med og om på som til",
        "de": """
        als am an auf aus bei das dem den der des die ein eine einem einen einer eines für im in
        ist mit nach oder ohne und vom von zu zum zur
        """,
        "es": "a al con de del el en es la las lo los o para por que sin su un una y",
        "fi": "että ja jos kanssa kun mutta ne niin on se sekä tai",
        "fr": "à au aux avec ce d dans de des du en est et la le les ou par pour sans sur un une",
        "it": "a al alla con da del della di e è gli i il in la le lo per su un una",
        "nl": "aan bij de der een en het in is met naar of op te tot uit van voor zonder",
        "no": "av de den det en er et for fra har i med og om på som til",
        "pt": "a ao as com da das de do dos e em na no o os ou para por sem um uma",
        "ru": "без в во для до и из или к на не о от по при с со у что",
        "sv": "av de den det en ett från för har i med och om på som till är",
    ]
    private static let terms: [String: Set<String>] = lists.mapValues {
        Set(Analyser.queryTerms($0))
    }

    private let sets: [Set<String>]

    /// - Parameter locale: That of the query; English and Chinese where it says nothing.
    init(locale: String) {
        var language = String(locale.prefix { $0 != "-" })
        if language == "nb" { language = "no" }
        let languages = Self.terms[language] == nil ? ["en", "zh"] : [language]
        sets = languages.compactMap { Self.terms[$0] }
    }

    func contains(_ term: String) -> Bool { sets.contains { $0.contains(term) } }
}
