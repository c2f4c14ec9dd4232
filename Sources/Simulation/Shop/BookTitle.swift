import Primitives

/// Makes up titles and authors of books.
enum BookTitle {
    private static let qualities: [Word] = [
        Word("Silent", "寂静的"), Word("Last", "最后的"), Word("Hidden", "隐秘的"),
        Word("Winter", "冬日的"), Word("Golden", "金色的"), Word("Distant", "遥远的"),
        Word("Broken", "破碎的"), Word("Northern", "北方的"), Word("Forgotten", "被遗忘的"),
        Word("Wandering", "漂泊的"), Word("Blue", "蓝色的"), Word("Secret", "秘密的"),
        Word("Slow", "缓慢的"), Word("Burning", "燃烧的"), Word("Little", "小小的"),
    ]
    private static let things: [Word] = [
        Word("Harbour", "港湾"), Word("Garden", "花园"), Word("Letter", "来信"),
        Word("River", "河流"), Word("Lighthouse", "灯塔"), Word("Orchard", "果园"),
        Word("Mountain", "群山"), Word("Clockmaker", "钟表匠"), Word("Island", "岛屿"),
        Word("Library", "图书馆"), Word("Train", "列车"), Word("Kitchen", "厨房"),
        Word("Star", "星辰"), Word("Fox", "狐狸"), Word("Road", "道路"),
    ]
    private static let authors: [Word] = [
        Word("Eleanor Marsh", "埃莉诺·马什"), Word("Lin Wenqing", "林文清"),
        Word("Tomás Rey", "托马斯·雷伊"), Word("Ada Okafor", "阿达·奥卡福"),
        Word("Chen Yulan", "陈玉兰"), Word("James Holloway", "詹姆斯·霍洛韦"),
        Word("Mina Sato", "佐藤美奈"), Word("Zhou Mingyuan", "周明远"),
    ]

    static func draw(_ rng: inout SeededRNG) -> Word {
        let quality = rng.pick(qualities)
        let thing = rng.pick(things)
        return Word("The \(quality.en) \(thing.en)", "《\(quality.zh)\(thing.zh)》")
    }

    static func author(_ rng: inout SeededRNG) -> Word { rng.pick(authors) }
}
