import Commerce

/// What one item looks like on the page: the drawn words and the texts made of them.
struct Design {
    let department: Word
    let category: Category
    let product: ProductKind
    let brand: String
    let brandNumber: Int
    /// The colours that it could have.
    let colours: [Int]
    var colour: Int?
    let material: Word?
    let style: Int
    var size: Size?
    /// The title of a book.
    let work: Word?
    let author: Word?
    let points: [Word]

    /// "Blue ceramic teapot 1.2 L", "蓝色陶瓷茶壶 1.2升".
    var title: Word {
        let name = self.name
        guard let size = size?.text else { return Word(capitalised(name.en), name.zh) }
        let isMeasure = size.en.first?.isNumber == true
        return Word(
            capitalised(name.en) + (isMeasure ? " " : ", ") + size.en, "\(name.zh) \(size.zh)")
    }

    var text: Word {
        let en: String
        let zh: String
        if let work, let author {
            en = "\(work.en) by \(author.en), \(product.name.en) from \(brand)"
            zh = "\(author.zh)著\(work.zh)，\(product.name.zh)，\(brand) 出版"
        } else {
            let style = showsStyle ? Styles.all[style] : nil
            en = capitalised((style.map { $0.en + " " } ?? "") + "\(name.en) from \(brand)")
            zh = "\(name.zh)，\(brand) 出品" + (style.map { "，\($0.zh)风格" } ?? "")
        }
        return Word(
            ([en] + points.map(\.en)).joined(separator: ". ") + ".",
            ([zh] + points.map(\.zh)).joined(separator: "。") + "。")
    }

    var attributes: [String: Attribute] {
        var attributes: [String: Attribute] = [
            "emoji": .text(LocalizedText(product.emoji)),
            "type": .text(product.name.localized),
            "category_name": .text(
                Word(
                    "\(department.en) > \(category.name.en)",
                    "\(department.zh) > \(category.name.zh)"
                ).localized),
        ]
        if let colour { attributes["colour"] = .text(Palette.all[colour].localized) }
        if let material { attributes[category.qualifier.rawValue] = .text(material.localized) }
        if let size { attributes["size"] = .text(size.text.localized) }
        if let author { attributes["author"] = .text(author.localized) }
        if showsStyle { attributes["style"] = .text(Styles.all[style].localized) }
        return attributes
    }

    /// Whether the page tells the style: nobody sells rustic sun cream or playful cat food.
    private var showsStyle: Bool {
        category.qualifier == .material && (colour != nil || material != nil)
    }

    private var name: Word {
        if let work {
            return Word("\(work.en), \(product.name.en)", "\(work.zh) \(product.name.zh)")
        }
        let words = [colour.map { Palette.all[$0] }, material, product.name].compactMap(\.self)
        return Word(words.map(\.en).joined(separator: " "), words.map(\.zh).joined())
    }
}

private func capitalised(_ text: String) -> String {
    text.prefix(1).uppercased() + text.dropFirst()
}
