extension Department {
    static let toys = Department(
        name: Word("Toys", "玩具"),
        brands: [
            Brand("Little Acorn", .premium), Brand("Tumbletown", .middle), Brand("Funbox", .budget),
            Brand("Brightside", .middle), Brand("Owl & Otter", .premium),
        ],
        categories: [
            Category(
                "Soft toys", "毛绒玩具", colours: Palette.bright + [12, 13], lean: .parents,
                points: [
                    Word("Soft enough to sleep with", "柔软可陪睡"),
                    Word("Safe from birth", "新生儿可用"),
                    Word("Can go in the washing machine", "可机洗"),
                ],
                kinds: [
                    ProductKind(
                        "teddy bear", "泰迪熊", "🧸", 19_00, [.plush], .centimetres(25, 35, 50)),
                    ProductKind("toy rabbit", "玩偶兔", "🐰", 16_00, [.plush, .cotton]),
                    ProductKind("toy dinosaur", "恐龙玩偶", "🦕", 17_00, [.plush]),
                    ProductKind("rag doll", "布娃娃", "🪆", 21_00, [.cotton, .linen]),
                ]),
            Category(
                "Building & puzzles", "积木与拼图", colours: Palette.bright, lean: .parents,
                points: [
                    Word("Hours of quiet fun", "安静地玩上几个小时"),
                    Word("Trains hand and eye", "锻炼手眼协调"),
                    Word("Grows with the child", "陪伴孩子成长"),
                ],
                kinds: [
                    ProductKind(
                        "building blocks", "积木", "🧱", 24_00, [.wooden], .pieces(50, 100, 200),
                        isColoured: false),
                    ProductKind(
                        "jigsaw puzzle", "拼图", "🧩", 13_00, [.wooden, .paper],
                        .pieces(100, 500, 1000), isColoured: false),
                    ProductKind(
                        "train set", "火车套装", "🚂", 45_00, [.wooden], .pieces(40, 80),
                        isColoured: false),
                    ProductKind("marble run", "弹珠轨道", "🔮", 33_00, [.wooden, .bamboo]),
                ]),
            Category(
                "Games", "桌游", lean: .young,
                points: [
                    Word("Explained in five minutes", "五分钟学会"),
                    Word("For two to six players", "适合2至6人"),
                    Word("No round is like the last", "每一局都不同"),
                ],
                kinds: [
                    ProductKind("board game", "桌面游戏", "🎲", 32_00, [.wooden, .paper]),
                    ProductKind("chess set", "国际象棋", "♟️", 38_00, [.walnut, .beech]),
                    ProductKind("playing cards", "扑克牌", "🃏", 6_00),
                    ProductKind("mahjong set", "麻将", "🀄", 65_00, [.bamboo]),
                ]),
        ])

    static let sports = Department(
        name: Word("Sports", "运动"),
        brands: [
            Brand("Stride", .middle), Brand("Summit Line", .premium), Brand("Velora", .premium),
            Brand("Fitwell", .budget), Brand("Trailhead", .middle), Brand("Kinetic", .middle),
        ],
        categories: [
            Category(
                "Yoga & fitness", "瑜伽与健身", colours: Palette.any, lean: .women, demand: 1.1,
                points: [
                    Word("Does not slip", "防滑"),
                    Word("Rolls up small", "可卷起收纳"),
                    Word("For beginners and old hands", "新手老手皆宜"),
                ],
                kinds: [
                    ProductKind("yoga mat", "瑜伽垫", "🧘", 29_00, [.rubber, .cork, .jute]),
                    ProductKind("yoga block", "瑜伽砖", "🧱", 11_00, [.cork, .bamboo]),
                    ProductKind(
                        "dumbbells", "哑铃", "🏋️", 34_00, [.steel, .rubber], .kilograms(2, 5, 10),
                        isColoured: false),
                    ProductKind("skipping rope", "跳绳", "🤸", 9_00, [.cotton, .steel]),
                ]),
            Category(
                "Cycling", "骑行", colours: Palette.any, lean: .men,
                points: [
                    Word("Fits every common frame", "适配常见车架"),
                    Word("Light on the road and safe in the dark", "轻便且夜间安全"),
                    Word("Keeps out the rain", "防雨"),
                ],
                kinds: [
                    ProductKind("bike helmet", "骑行头盔", "🚴", 49_00, [], .centimetres(54, 58, 62)),
                    ProductKind("bike light", "自行车灯", "🚲", 22_00, [.aluminium]),
                    ProductKind("bike lock", "自行车锁", "🔒", 31_00, [.steel]),
                    ProductKind(
                        "pannier bag", "驮包", "🎒", 58_00, [.canvas, .nylon], .litres(15, 20, 25)),
                ]),
            Category(
                "Camping", "露营", colours: [1, 3, 5, 7, 10], lean: .young, demand: 0.9,
                points: [
                    Word("Small and light in the rucksack", "轻巧便携"),
                    Word("Light enough for long walks", "长途徒步也轻松"),
                    Word("Stands rain and frost", "不怕雨雪"),
                ],
                kinds: [
                    ProductKind("tent", "帐篷", "⛺", 139_00, [.nylon, .canvas], .persons(2, 3, 4)),
                    ProductKind("sleeping bag", "睡袋", "🏕️", 68_00, [.down, .fleece]),
                    ProductKind("camping stove", "露营炉", "🔥", 41_00, [.steel, .aluminium]),
                    ProductKind(
                        "water bottle", "水壶", "🥤", 18_00, [.stainlessSteel, .aluminium],
                        .litres(0.5, 0.75, 1)),
                    ProductKind("head torch", "头灯", "🔦", 24_00, [.aluminium]),
                ]),
        ])

    static let books = Department(
        name: Word("Books", "图书"),
        brands: [
            Brand("Larkspur Press", .middle), Brand("Ninefold", .premium),
            Brand("Paper Lantern", .middle), Brand("Pocket House", .budget),
        ],
        categories: [
            Category(
                "Fiction", "小说", demand: 1.3, spread: 0.2, isBooks: true,
                points: [
                    Word("You will not put it down", "让人爱不释手"),
                    Word("A story about leaving and coming home", "一个关于离开与归来的故事"),
                    Word("Winner of a readers' prize", "读者奖获奖作品"),
                ],
                kinds: [
                    ProductKind("crime novel", "悬疑小说", "🔎", 9_50, [], .bindings),
                    ProductKind("fantasy novel", "奇幻小说", "🐉", 10_50, [], .bindings),
                    ProductKind("romance novel", "爱情小说", "💌", 8_50, [], .bindings),
                    ProductKind("science fiction novel", "科幻小说", "🚀", 10_00, [], .bindings),
                ]),
            Category(
                "Non-fiction", "非虚构", spread: 0.25, isBooks: true,
                points: [
                    Word("Clear, patient and full of pictures", "清晰耐心，图文并茂"),
                    Word("By someone who has done it for thirty years", "作者有三十年经验"),
                    Word("With an index and notes", "附索引与注释"),
                ],
                kinds: [
                    ProductKind("cookbook", "食谱", "📕", 19_00, [], .bindings),
                    ProductKind("travel guide", "旅行指南", "🗺️", 14_00, [], .bindings),
                    ProductKind("gardening book", "园艺书", "📗", 17_00, [], .bindings),
                    ProductKind("history book", "历史书", "📜", 16_00, [], .bindings),
                ]),
            Category(
                "Children's books", "童书", lean: .parents, spread: 0.2, isBooks: true,
                points: [
                    Word("For reading aloud at bedtime", "适合睡前朗读"),
                    Word("Painted in watercolour", "水彩绘制"),
                    Word("Ages three and up", "适合三岁以上"),
                ],
                kinds: [
                    ProductKind("picture book", "绘本", "📖", 7_50, [], .bindings),
                    ProductKind("bedtime stories", "睡前故事", "🌙", 9_00, [], .bindings),
                    ProductKind("activity book", "游戏书", "✏️", 6_00),
                ]),
        ])

    static let office = Department(
        name: Word("Office", "办公"),
        brands: [
            Brand("Inkwell & Sons", .premium), Brand("Foliant", .middle),
            Brand("Deskmate", .budget),
            Brand("Graphia", .middle),
        ],
        categories: [
            Category(
                "Writing", "书写工具", colours: Palette.any,
                points: [
                    Word("Writes smoothly and never skips", "书写顺滑不断墨"),
                    Word("The ink dries fast", "墨水快干"),
                    Word("Can be refilled", "可替换笔芯"),
                ],
                kinds: [
                    ProductKind("fountain pen", "钢笔", "🖋️", 34_00, [.brass, .steel, .walnut]),
                    ProductKind(
                        "ballpoint pens", "圆珠笔", "🖊️", 6_00, [.aluminium], .packs(4, 8, 12)),
                    ProductKind("ink", "墨水", "🖋️", 11_00, [], .millilitres(30, 50, 80)),
                    ProductKind(
                        "coloured pencils", "彩色铅笔", "🖍️", 13_00, [.wooden], .sets(12, 24, 36),
                        isColoured: false),
                ]),
            Category(
                "Paper & notebooks", "纸品与笔记本", colours: Palette.any, lean: .young,
                points: [
                    Word("Lies flat when open", "可完全摊平"),
                    Word("Thick paper, ink does not show through", "纸张厚实不洇墨"),
                    Word("Bound with thread", "锁线装订"),
                ],
                kinds: [
                    ProductKind("notebook", "笔记本", "📓", 12_00, [.leather, .linen], .pages),
                    ProductKind("diary", "日程本", "📔", 15_00, [.leather, .linen], .pages),
                    ProductKind("greeting cards", "贺卡", "💌", 8_00, [], .packs(5, 10)),
                    ProductKind("wrapping paper", "包装纸", "🎁", 5_00, [], .metres(2, 5, 10)),
                ]),
            Category(
                "Desk", "桌面收纳", colours: Palette.sober, demand: 0.9,
                points: [
                    Word("Makes order out of a full desk", "让桌面井井有条"),
                    Word("Arrives in one piece, no screws", "无需组装"),
                    Word("Has rubber feet that spare the table", "橡胶脚垫保护桌面"),
                ],
                kinds: [
                    ProductKind("desk organiser", "桌面收纳盒", "🗂️", 22_00, [.bamboo, .steel, .felt]),
                    ProductKind("desk lamp", "护眼台灯", "💡", 46_00, [.aluminium, .steel]),
                    ProductKind("laptop stand", "笔记本支架", "💻", 33_00, [.aluminium, .walnut]),
                    ProductKind("desk mat", "桌垫", "🖥️", 24_00, [.felt, .leather, .cork]),
                ]),
        ])
}
