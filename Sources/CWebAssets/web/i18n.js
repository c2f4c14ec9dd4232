// Words of the page in both languages, and the forms of numbers, prices and times.

const words = {
  en: {
    skip: 'Skip to the products',
    shopName: 'demo shop',
    searchLabel: 'Search the shop',
    searchHint: 'Search the shop',
    clear: 'Clear',
    suggestions: 'Suggestions',
    language: 'Language',
    cart: 'Cart',
    down: 'The engine does not answer. What you see may be out of date.',
    retry: 'Try again',
    rowFailed: 'This row could not be loaded.',
    welcome: 'Have a look around',
    welcomeBack: 'Welcome back, {name}',
    welcomeText: 'Open something you like. The rows below change before you are back.',
    home: 'For you',
    homeHint: 'changes with every click',
    homeEmpty: 'Nothing to show yet. Add items to the catalogue to begin.',
    trending: 'Trending',
    trendingHint: 'rising in the whole shop',
    recent: 'Recently viewed',
    similar: 'Similar',
    bought_together: 'Bought together',
    cartRow: 'Goes with your cart',
    scrollBack: 'Scroll back',
    scrollForth: 'Scroll on',
    kindItem: 'item',
    kindCategory: 'category',
    kindBrand: 'brand',
    visitor: 'visitor {id}',
    identity: 'Who you are',
    visitorId: 'Visitor',
    userId: 'User',
    sessionId: 'Session',
    signInAs: 'Sign in as',
    signInHint: 'any user id',
    signIn: 'Sign in',
    signOut: 'Sign out',
    newSession: 'New session',
    sessionStarted: 'A new session has begun',
    signedIn: 'Signed in as {name}',
    signedOut: 'Signed out. You are a new visitor.',
    cartEmpty: 'Your cart is empty.',
    remove: 'Remove {title}',
    total: 'Total',
    checkout: 'Buy all',
    bought: 'Bought. Thank you!',
    backToShop: 'Back',
    addToCart: 'Add to cart',
    inCart: 'In your cart',
    buy: 'Buy now',
    dismiss: 'Not interested',
    dismissed: 'You will see less like this',
    rate: 'Your rating',
    stars: '{n} of 5 stars',
    outOfStock: 'Out of stock',
    inStock: 'In stock',
    fewLeft: 'Only {n} left',
    itemGone: 'This item is not in the shop.',
    yes: 'yes',
    no: 'no',
    resultsFor: 'Results for “{query}”',
    found: '{n} found',
    corrected: 'Showing results for “{corrected}” instead of “{query}”.',
    onlyInStock: 'In stock only',
    noResults: 'Nothing matches that. Try fewer words, or look at what is trending.',
    more: 'Show more',
    engine: 'Behind the counter',
    live: 'live',
    offline: 'no answer',
    events: 'events',
    eventsPerSecond: 'events / s',
    items: 'items',
    answers: 'answers',
    users: 'users',
    uptime: 'up for',
    changeTitle: 'What your last click changed',
    changeNone: 'Open any item. This is where you will see your “For you” list move, and how long that took.',
    before: 'before',
    after: 'after',
    didClick: 'You opened',
    didView: 'You viewed',
    didAdd: 'You added',
    didRemove: 'You took out',
    didBuy: 'You bought',
    didDismiss: 'You dismissed',
    didRate: 'You rated',
    didSearch: 'You searched for',
    didLink: 'You signed in as',
    fromClick: 'from your click to the new list',
    eventPart: 'event kept {ms}',
    answerPart: 'answer {ms}',
    enginePart: 'engine {us}',
    seen: 'event {offset} seen',
    notSeen: 'event {offset} not seen yet',
    entered: '{n} new',
    left: '{n} left',
    up: '{n} up',
    downMoves: '{n} down',
    same: 'The order stayed as it was.',
    badgeNew: 'new',
    announce: '“For you” changed in {ms}: {moves}',
    pill: 'List changed in {ms}',
    feedTitle: 'Live events',
    feedEmpty: 'No events yet. Yours will be the first.',
    allEvents: 'All',
    you: 'you',
    visitorShort: 'visitor {id}',
    someone: 'someone',
    view: 'viewed',
    click: 'clicked',
    add_to_cart: 'put in cart',
    remove_from_cart: 'took out',
    purchase: 'bought',
    return: 'returned',
    rating: 'rated',
    search: 'searched',
    impression: 'was shown',
    eventDismiss: 'dismissed',
    dwell: 'stayed on',
    link: 'signed in as',
    unlink: 'signed out of',
    aList: 'a list',
    seconds: '{n} s',
    minutes: '{n} min',
    hours: '{n} h',
    days: '{n} d',
    attribute_color: 'colour',
    attribute_colour: 'colour',
    attribute_material: 'material',
    attribute_flavour: 'flavour',
    attribute_scent: 'scent',
    attribute_author: 'author',
    attribute_type: 'kind',
    attribute_size: 'size',
    attribute_style: 'style',
    attribute_weight_g: 'weight (g)',
    attribute_washable: 'washable',
  },
  zh: {
    skip: '跳到商品',
    shopName: '示例商店',
    searchLabel: '搜索商品',
    searchHint: '搜索商品',
    clear: '清除',
    suggestions: '搜索建议',
    language: '语言',
    cart: '购物车',
    down: '引擎没有响应，当前内容可能不是最新的。',
    retry: '重试',
    rowFailed: '这一栏加载失败。',
    welcome: '随便逛逛',
    welcomeBack: '欢迎回来，{name}',
    welcomeText: '点开一件喜欢的商品，还没等你返回，下面的推荐就已经变了。',
    home: '为你推荐',
    homeHint: '每次点击都会更新',
    homeEmpty: '还没有可展示的商品，请先导入商品目录。',
    trending: '热门上升',
    trendingHint: '全店正在流行',
    recent: '最近浏览',
    similar: '相似商品',
    bought_together: '常一起买',
    cartRow: '与购物车相配',
    scrollBack: '向前滚动',
    scrollForth: '向后滚动',
    kindItem: '商品',
    kindCategory: '分类',
    kindBrand: '品牌',
    visitor: '访客 {id}',
    identity: '你的身份',
    visitorId: '访客',
    userId: '用户',
    sessionId: '会话',
    signInAs: '登录为',
    signInHint: '任意用户 ID',
    signIn: '登录',
    signOut: '退出登录',
    newSession: '新会话',
    sessionStarted: '已开始新会话',
    signedIn: '已登录为 {name}',
    signedOut: '已退出，你现在是新访客。',
    cartEmpty: '购物车是空的。',
    remove: '移除 {title}',
    total: '合计',
    checkout: '全部购买',
    bought: '购买成功，谢谢！',
    backToShop: '返回',
    addToCart: '加入购物车',
    inCart: '已在购物车',
    buy: '立即购买',
    dismiss: '不感兴趣',
    dismissed: '将减少此类推荐',
    rate: '你的评分',
    stars: '{n} 星（满分 5 星）',
    outOfStock: '缺货',
    inStock: '有货',
    fewLeft: '仅剩 {n} 件',
    itemGone: '店里没有这件商品。',
    yes: '是',
    no: '否',
    resultsFor: '“{query}”的搜索结果',
    found: '共 {n} 件',
    corrected: '已显示“{corrected}”的结果，原搜索词为“{query}”。',
    onlyInStock: '仅看有货',
    noResults: '没有找到匹配的商品。试试少输几个词，或看看热门商品。',
    more: '显示更多',
    engine: '引擎后台',
    live: '实时',
    offline: '无响应',
    events: '事件',
    eventsPerSecond: '事件/秒',
    items: '商品',
    answers: '应答',
    users: '用户',
    uptime: '已运行',
    changeTitle: '你上一次点击带来的变化',
    changeNone: '点开任意商品，这里会显示“为你推荐”怎样变化，以及用了多长时间。',
    before: '之前',
    after: '之后',
    didClick: '你打开了',
    didView: '你浏览了',
    didAdd: '你加购了',
    didRemove: '你移除了',
    didBuy: '你购买了',
    didDismiss: '你不感兴趣',
    didRate: '你评价了',
    didSearch: '你搜索了',
    didLink: '你登录为',
    fromClick: '从点击到新列表',
    eventPart: '事件入库 {ms}',
    answerPart: '应答 {ms}',
    enginePart: '引擎 {us}',
    seen: '已包含事件 {offset}',
    notSeen: '尚未包含事件 {offset}',
    entered: '新增 {n}',
    left: '移出 {n}',
    up: '上升 {n}',
    downMoves: '下降 {n}',
    same: '顺序没有变化。',
    badgeNew: '新',
    announce: '“为你推荐”在 {ms} 内更新：{moves}',
    pill: '列表已更新，用时 {ms}',
    feedTitle: '实时事件',
    feedEmpty: '还没有事件，你的会是第一个。',
    allEvents: '全部',
    you: '你',
    visitorShort: '访客 {id}',
    someone: '某人',
    view: '浏览了',
    click: '点击了',
    add_to_cart: '加购了',
    remove_from_cart: '移除了',
    purchase: '购买了',
    return: '退货了',
    rating: '评价了',
    search: '搜索了',
    impression: '看到了',
    eventDismiss: '不感兴趣',
    dwell: '停留在',
    link: '登录为',
    unlink: '退出了',
    aList: '一个列表',
    seconds: '{n} 秒',
    minutes: '{n} 分',
    hours: '{n} 小时',
    days: '{n} 天',
    attribute_color: '颜色',
    attribute_colour: '颜色',
    attribute_material: '材质',
    attribute_flavour: '口味',
    attribute_scent: '香味',
    attribute_author: '作者',
    attribute_type: '种类',
    attribute_size: '尺寸',
    attribute_style: '风格',
    attribute_weight_g: '重量（克）',
    attribute_washable: '可水洗',
  },
};

export let locale = 'en';

export function useLocale(next) {
  locale = next === 'zh' ? 'zh' : 'en';
  document.documentElement.lang = locale === 'zh' ? 'zh-Hans' : 'en';
  for (const place of document.querySelectorAll('[data-text]')) {
    place.textContent = t(place.dataset.text);
  }
  for (const place of document.querySelectorAll('[data-label]')) {
    place.setAttribute('aria-label', t(place.dataset.label));
  }
  for (const place of document.querySelectorAll('[data-placeholder]')) {
    place.placeholder = t(place.dataset.placeholder);
  }
}

/** The words for a key, with `{name}` replaced by `values.name`. */
export function t(key, values = {}) {
  return filled(words[locale][key] ?? words.en[key] ?? key, values);
}

export function hasWords(key) {
  return Object.hasOwn(words.en, key);
}

/** A price from minor units: `Intl` knows the digits of each currency. */
export function price(money) {
  if (!money || !Number.isFinite(money.minor)) return '';
  try {
    const format = new Intl.NumberFormat(tag(), {
      style: 'currency', currency: money.currency, currencyDisplay: 'narrowSymbol',
    });
    const digits = format.resolvedOptions().maximumFractionDigits;
    return format.format(money.minor / 10 ** digits);
  } catch {
    return `${money.minor} ${money.currency ?? ''}`;
  }
}

export function number(value, digitsMax = 0) {
  return new Intl.NumberFormat(tag(), { maximumFractionDigits: digitsMax }).format(value);
}

/** Milliseconds, with as many digits as are worth reading. */
export function milliseconds(ms) {
  return `${number(ms, ms < 10 ? 1 : 0)} ms`;
}

export function microseconds(us) {
  return us < 1000 ? `${number(us)} µs` : milliseconds(us / 1000);
}

/** A length of time in its largest whole unit. */
export function duration(ms) {
  if (ms < 1000) return `${number(Math.max(0, Math.round(ms / 10) * 10))} ms`;
  if (ms < 60_000) return t('seconds', { n: Math.floor(ms / 1000) });
  if (ms < 3_600_000) return t('minutes', { n: Math.floor(ms / 60_000) });
  if (ms < 86_400_000) return t('hours', { n: Math.floor(ms / 3_600_000) });
  return t('days', { n: Math.floor(ms / 86_400_000) });
}

function tag() {
  return locale === 'zh' ? 'zh-CN' : 'en-GB';
}

function filled(text, values) {
  return text.replace(/\{(\w+)\}/g, (whole, name) => String(values[name] ?? whole));
}
